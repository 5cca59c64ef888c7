package dev.oneloop.examples.quakes;

import dev.oneloop.LoopClock;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.hosts.SwingHost;
import java.awt.EventQueue;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import javax.swing.JFrame;

/**
 * The replay in a Swing window. Coroutine, futures and RxJava run on the event thread, so all three
 * move what is on the screen without a hop and without a lock.
 *
 * <p>With the name of a file as argument it saves the last picture there and ends; otherwise it
 * ends when the window is closed.
 */
public final class QuakesWindow {
  private static final double SPEED = 60_480;
  private static final Duration FRAME = Duration.ofMillis(40);
  private static final int LOOKUP_THREADS = 4;

  private QuakesWindow() {}

  /**
   * Runs the program.
   *
   * @param args nothing, or the file for the picture
   */
  public static void main(String[] args) throws FeedException, IOException {
    List<Quake> quakes = QuakeFeed.bundled();
    QuakeMap map = new QuakeMap(WorldMap.bundled(), quakes);
    AirportIndex index = AirportIndex.create(AirportCsv.bundled());
    ExecutorService pool =
        Executors.newFixedThreadPool(
            LOOKUP_THREADS,
            task -> {
              Thread thread = new Thread(task, "lookup");
              thread.setDaemon(true);
              return thread;
            });
    ManagedLoop loop =
        Loops.builder()
            .name("quakes")
            .clock(LoopClock.scaled(LoopClock.system(), SPEED))
            .on(new SwingHost());
    EventQueue.invokeLater(() -> {
      JFrame frame = new JFrame("A week of earthquakes, on one loop");
      frame.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
      frame.add(map);
      frame.pack();
      frame.setVisible(true);
    });
    Duration period = Duration.ofNanos((long) (FRAME.toNanos() * SPEED));
    // What fails is reported by the loop, as nobody looks at the result.
    var unused =
        new Replay(loop, quakes, index, pool, map, period)
            .start()
            .thenRun(() -> {
              if (args.length > 0) {
                save(map, Path.of(args[0]));
                System.exit(0);
              }
            });
  }

  /** Called on the event thread. */
  private static void save(QuakeMap map, Path file) {
    BufferedImage picture =
        new BufferedImage(map.getWidth(), map.getHeight(), BufferedImage.TYPE_INT_RGB);
    map.paint(picture.createGraphics());
    try {
      ImageIO.write(picture, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
