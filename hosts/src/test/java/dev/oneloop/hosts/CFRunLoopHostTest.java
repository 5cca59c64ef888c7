package dev.oneloop.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.jna.Platform;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Runs {@link CFRunLoopHostChecks} in a JVM of their own. On Linux that one is started through the
 * loader of the C library that came with Core Foundation, which is newer than this machine's.
 */
class CFRunLoopHostTest {
  private static final String PROPERTY = "dev.oneloop.hosts.corefoundation";

  @Test
  void passesWhereCoreFoundationIs() throws Exception {
    List<String> command = new ArrayList<>();
    if (Platform.isMac()) {
      command.add(java().toString());
    } else {
      startThroughNewerLoader(command);
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ForkedTests.class.getName(),
            CFRunLoopHostChecks.class.getName()));
    Path output = Files.createTempFile("corefoundation", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // What is used after it was freed shall not look as before.
    builder.environment().put("MALLOC_PERTURB_", "165");
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(100, TimeUnit.SECONDS);
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assertTrue(ended, () -> "The forked tests hang:\n" + said);
      assertEquals(0, process.exitValue(), () -> "The forked tests fail:\n" + said);
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  private static void startThroughNewerLoader(List<String> command) {
    Path root = Path.of("../.ci/target/corefoundation/root").toAbsolutePath().normalize();
    if (!Files.exists(root)) {
      String message = "Core Foundation is not there: run .ci/corefoundation";
      assertEquals(null, System.getenv("CI"), message);
      abort(message);
    }
    Path system = root.resolve("usr/lib/x86_64-linux-gnu");
    Path swift = root.resolve("usr/libexec/swift/lib/swift/linux");
    Path jdk = Path.of(System.getProperty("java.home"), "lib");
    List<Path> libraries = List.of(system, swift, jdk, jdk.resolve("server"));
    command.add(system.resolve("ld-linux-x86-64.so.2").toString());
    command.add("--library-path");
    command.add(String.join(File.pathSeparator, libraries.stream().map(Path::toString).toList()));
    command.add(java().toString());
    command.add("-D" + PROPERTY + "=" + swift.resolve("libFoundation.so"));
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
