package dev.oneloop.examples.quakes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The drivers that need no display and nothing but their jars; each has a JVM to itself. */
class RunLoopsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"GLFW", "JAVAFX", "NETTY", "VERTX"})
  void theWeekIsReplayedOnTheThreadOfAToolkit(Driver driver)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Quakes.class.getName(),
                "--driver",
                driver.toString(),
                "--speed",
                "10000000")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().remove("DISPLAY");
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(100, TimeUnit.SECONDS), "hangs");
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assertEquals(0, process.exitValue(), said);
      for (String line :
          List.of("events: coroutine 1,707, future 1,707, rx 1,707, equal", "threads: 1")) {
        assertTrue(said.contains(line), said);
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
