package dev.oneloop.examples.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.SimulatedLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Path SOURCES = Path.of("src", "test");
  private static final String PACKAGE = "dev/oneloop/examples/readme/";
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:java|kotlin)\n(.*?)^```$");
  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// region \\w+\n(.*?)^ *// endregion$");

  @Test
  void codeBlocksAreTheCodeThatIsTestedHere() throws IOException {
    List<String> blocks = find(BLOCK, Path.of("..", "README.md")).toList();
    List<String> regions =
        Stream.concat(
                find(REGION, SOURCES.resolve("java").resolve(PACKAGE + "JavaExamples.java")),
                find(REGION, SOURCES.resolve("kotlin").resolve(PACKAGE + "CoroutineExample.kt")))
            .toList();

    assertEquals(regions.stream().sorted().toList(), blocks.stream().sorted().toList());
    assertFalse(regions.isEmpty());
  }

  @Test
  void threeStylesShareALoopAndAMap(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("five"), "hello");
    SimulatedLoop loop = Loops.simulated();
    Map<String, Integer> counts = new HashMap<>();

    CoroutineExample.start(loop, counts);
    JavaExamples.future(loop, counts, Runnable::run, file);
    JavaExamples.rx(loop, counts);
    loop.advanceBy(Duration.ofMillis(300));

    assertEquals(Map.of("coroutine", 3, "future", 5, "rx", 3), counts);
    loop.close();
  }

  @Test
  void aStartedLoopRunsWhatIsSubmittedBeforeItCloses() {
    AtomicReference<Map<String, Integer>> seen = new AtomicReference<>();

    JavaExamples.withALoop((loop, counts) -> {
      loop.execute(() -> counts.put("task", 1));
      seen.set(counts);
    });

    assertEquals(Map.of("task", 1), seen.get());
  }

  @Test
  void anyRunLoopIsAHostInTwoMethods() {
    FakeRunLoop yours = new FakeRunLoop();
    AtomicReference<Boolean> ran = new AtomicReference<>(false);
    ManagedLoop loop = JavaExamples.onYourOwn(yours);

    loop.execute(() -> ran.set(loop.inEventLoop()));
    assertFalse(ran.get());
    yours.runPending();

    assertTrue(ran.get());
    loop.shutdown();
    yours.runPending();
    assertTrue(loop.isTerminated());
  }

  private static Stream<String> find(Pattern pattern, Path file) throws IOException {
    String text = Files.readString(file).replace("\r\n", "\n");
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1).stripTrailing().stripIndent());
  }

  /** A run loop on the thread of the test. */
  private static final class FakeRunLoop implements JavaExamples.YourRunLoop {
    private final Thread thread = Thread.currentThread();
    private final Queue<Runnable> events = new ArrayDeque<>();

    @Override
    public void post(Runnable event) {
      events.add(event);
    }

    @Override
    public boolean isCurrentThread() {
      return Thread.currentThread() == thread;
    }

    void runPending() {
      for (Runnable event; (event = events.poll()) != null; ) {
        event.run();
      }
    }
  }
}
