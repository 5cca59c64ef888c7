package dev.oneloop.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.SimulatedLoop;
import dev.oneloop.cf.LoopExecutor;
import dev.oneloop.cf.LoopFuture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of the README. */
class ReadmeTest {
  @LoopTest(seeds = 100)
  void aReplyThatComesTooLateIsDropped(SimulatedLoop loop, LoopExecutor executor) {
    LoopFuture<String> reply = executor.incompleteFuture();
    LoopFuture<String> shown = reply.completeOnTimeout("none", 1, SECONDS);

    loop.outside().execute(() -> reply.complete("hello"));
    loop.runUntilQuiescent();

    assertTrue(Set.of("hello", "none").contains(shown.join()));
  }

  @Test
  void theReadmeShowsTheseExamples() throws IOException {
    String tests =
        Files.readString(Path.of("src/test/java/dev/oneloop/testkit/ReadmeTest.java"))
            + Files.readString(Path.of("src/test/kotlin/dev/oneloop/testkit/RunLoopTestTest.kt"));
    Matcher block =
        Pattern.compile("```(?:java|kotlin)\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    int blocks = 0;
    while (block.find()) {
      blocks++;
      assertTrue(tests.replaceAll("(?m)^  ", "").contains(block.group(1)), block.group(1));
    }
    assertEquals(2, blocks);
  }
}
