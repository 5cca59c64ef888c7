package dev.oneloop.examples.quakes;

import dev.oneloop.LoopBuilder;
import dev.oneloop.LoopClock;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.cf.LoopFuture;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program: see {@code --help}. */
@Command(
    name = "quakes",
    description =
        "Replays a week of earthquakes through one event loop, in three styles at once: a"
            + " coroutine emits every event at its recorded time, a future looks up the nearest"
            + " airport on a pool and comes back, an RxJava pipeline makes statistics of the stream."
            + " All three update the same plain HashMaps, without a lock.",
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class Quakes implements Callable<Integer> {
  private static final double FASTEST = 10_000_000;
  private static final int LOOKUP_THREADS = 4;
  private static final Duration FRAME = Duration.ofMillis(100);
  private static final Duration SIMULATED_FRAME = Duration.ofHours(2);

  private final PrintStream out;
  private final boolean isTerminal;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Option(
      names = "--driver",
      defaultValue = "thread",
      paramLabel = "NAME",
      converter = DriverName.class,
      description =
          "Who runs the loop: thread (its own), manual (the main thread calls it), selector (a"
              + " thread that sleeps in a NIO selector), swing (the AWT event thread), simulated"
              + " (virtual time); or the run loop of a toolkit, where that is present: javafx, swt,"
              + " glib, qt, nsrunloop, cfrunloop, netty, vertx, glfw. Default: ${DEFAULT-VALUE}.")
  private Driver driver = Driver.THREAD;

  @Option(
      names = "--speed",
      defaultValue = "60480",
      paramLabel = "N",
      description =
          "How many times faster than it was recorded. Default: ${DEFAULT-VALUE}, a week in ten"
              + " seconds. The simulated driver always goes as fast as it can.")
  private double speed;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "A GeoJSON feed of the U.S. Geological Survey. Default: a week of February 2018, which"
              + " comes with the program.")
  private @Nullable Path data;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  @SuppressWarnings("UnusedVariable") // by picocli it is used
  private boolean help;

  Quakes(PrintStream out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err, Ansi.AUTO.enabled()));
  }

  /**
   * Runs the program.
   *
   * @return the exit code: 0, 1 if it could not do its work, 2 if the options are wrong
   */
  static int run(String[] args, PrintStream out, PrintStream err, boolean isTerminal) {
    return new CommandLine(new Quakes(out, isTerminal))
        .setOut(new PrintWriter(out, true, Charset.defaultCharset()))
        .setParameterExceptionHandler((e, options) -> complainOfOptions(e, err))
        .setExecutionExceptionHandler((e, command, options) -> complainOfData(e, err))
        .execute(args);
  }

  private static int complainOfOptions(ParameterException e, PrintStream err) {
    err.println("quakes: " + e.getMessage() + " (see --help)");
    return CommandLine.ExitCode.USAGE;
  }

  private static int complainOfData(Exception e, PrintStream err) throws Exception {
    if (e instanceof FeedException || e instanceof IOException) {
      err.println("quakes: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw e;
  }

  @Override
  public Integer call() throws Exception {
    if (!(speed > 0 && speed <= FASTEST)) {
      throw new ParameterException(
          spec.commandLine(),
          Words.format(
              "Invalid value for option '--speed': must be above 0 and at most %,.0f", FASTEST));
    }
    List<Quake> quakes = data == null ? QuakeFeed.bundled() : QuakeFeed.read(data);
    ExecutorService pool = Executors.newFixedThreadPool(LOOKUP_THREADS, Quakes::lookupThread);
    try (AirportIndex index = AirportIndex.create(AirportCsv.bundled())) {
      Summary summary = replay(quakes, index, pool);
      summary.print(out);
      return summary.holds() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } finally {
      pool.shutdown();
    }
  }

  private Summary replay(List<Quake> quakes, AirportIndex index, ExecutorService pool)
      throws ExecutionException, InterruptedException, IOException {
    CompletableFuture<Void> failed = new CompletableFuture<>();
    LoopBuilder builder =
        Loops.builder()
            .name("quakes")
            .exceptionHandler((loop, failure) -> failed.completeExceptionally(failure.throwable()));
    if (!driver.isSimulated()) {
      builder.clock(LoopClock.scaled(LoopClock.system(), speed));
    }
    Display display = isTerminal ? new TerminalDisplay(out, quakes.size()) : new PlainDisplay(out);
    long start = System.nanoTime();
    ManagedLoop loop = driver.open(builder);
    Replay replay = new Replay(loop, quakes, index, pool, display, framePeriod());
    LoopFuture<Duration> recorded;
    Duration real;
    try (loop) {
      recorded = replay.start();
      driver.await(loop, CompletableFuture.anyOf(recorded, failed));
      real = Duration.ofNanos(System.nanoTime() - start);
    }
    // Closed, the loop is at rest: its counters are exact.
    return new Summary(
        driver, quakes.size(), replay.board(), loop.metrics(), real, recorded.join());
  }

  private Duration framePeriod() {
    return driver.isSimulated()
        ? SIMULATED_FRAME
        : Duration.ofNanos((long) (FRAME.toNanos() * speed));
  }

  private static Thread lookupThread(Runnable task) {
    Thread thread = new Thread(task, "lookup");
    thread.setDaemon(true);
    return thread;
  }

  /** Takes the names as the help shows them. */
  private static final class DriverName implements ITypeConverter<Driver> {
    @Override
    public Driver convert(String name) {
      List<Driver> all = List.of(Driver.values());
      return all.stream()
          .filter(driver -> driver.toString().equals(name))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException("expected one of " + all + " but was '" + name + "'"));
    }
  }
}
