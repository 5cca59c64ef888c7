package dev.oneloop.cf;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.EventLoop;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on how the JVM was started. */
class NewJvmTest {

  private static String run(Class<?> program, String... options) throws Exception {
    Path core =
        Path.of(EventLoop.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String classPath =
        String.join(
            File.pathSeparator,
            Path.of("target", "test-classes").toString(),
            Path.of("target", "classes").toString(),
            core.toString());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, program.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
    return output;
  }

  /** With less than two threads the JDK's class takes a new thread for each task. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void stagesStayOnTheLoopHoweverManyCoresThereAre(int parallelism) throws Exception {
    assertEquals(
        "3000 on the loop",
        run(Stages.class, "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + parallelism));
  }

  @Test
  void aChainOfAMillionNeedsNoMoreMemoryThanItsEnd() throws Exception {
    assertEquals("1000000", run(SlidingChain.class, "-Xmx64m"));
  }

  /** Here, since timed waits of virtual threads start such a thread in later JDKs, too. */
  @Test
  void timersOfTheLoopStartNoDelayThread() throws Exception {
    assertEquals("[]", run(Timers.class));
  }

  /** Stages of each kind, whose sources the common pool completes. */
  static final class Stages {
    private Stages() {}

    public static void main(String[] arguments) {
      ManagedLoop loop = Loops.start("loop");
      LoopExecutor executor = LoopExecutor.of(loop);
      AtomicInteger onLoop = new AtomicInteger();
      Runnable note =
          () -> {
            if (loop.inEventLoop()) {
              onLoop.incrementAndGet();
            }
          };
      List<CompletableFuture<?>> stages = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        LoopFuture<Integer> source = executor.incompleteFuture();
        stages.add(source.thenRun(note));
        stages.add(source.thenRunAsync(note));
        stages.add(executor.runAsync(note));
        CompletableFuture<Void> completed = CompletableFuture.runAsync(() -> source.complete(1));
        stages.add(completed);
      }
      stages.forEach(CompletableFuture::join);
      loop.close();
      System.out.println(onLoop.get() + " on the loop");
    }
  }

  /**
   * All that goes by a clock, and then the threads that look like those of the JDK's own timers.
   */
  static final class Timers {
    private Timers() {}

    public static void main(String[] arguments) {
      ManagedLoop loop = Loops.start("loop");
      LoopExecutor executor = LoopExecutor.of(loop);
      Duration moment = Duration.ofMillis(1);
      CompletableFuture.allOf(
              executor.<Integer>incompleteFuture().orTimeout(1, MILLISECONDS).exceptionally(x -> 0),
              executor.<Integer>incompleteFuture().completeOnTimeout(1, 1, MILLISECONDS),
              executor.delay(moment),
              CompletableFuture.runAsync(() -> {}, executor.delayedExecutor(moment)))
          .join();
      System.out.println(
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::getName)
              .filter(name -> name.toLowerCase(Locale.ROOT).contains("delay"))
              .collect(Collectors.toList()));
      loop.close();
    }
  }

  /** A long chain of which only the end is held, with a kilobyte in each of its futures. */
  static final class SlidingChain {
    private SlidingChain() {}

    public static void main(String[] arguments) {
      ManagedLoop loop = Loops.start("loop");
      LoopExecutor executor = LoopExecutor.of(loop);
      AtomicInteger stages = new AtomicInteger();
      LoopFuture<byte[]> end = executor.completedFuture(new byte[1024]);
      for (int i = 0; i < 1000; i++) {
        for (int k = 0; k < 1000; k++) {
          end =
              end.thenApply(bytes -> {
                stages.incrementAndGet();
                return new byte[bytes.length];
              });
        }
        end.join();
      }
      loop.close();
      System.out.println(stages.get());
    }
  }
}
