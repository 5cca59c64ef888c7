package dev.oneloop.benchmarks.echo;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Python of this machine, if it has one. */
final class Python {
  private static final String SOURCES = "benchmarks/src/main/python/";

  private final String program;

  Python(String program) {
    this.program = program;
  }

  Optional<String> version() {
    return print("import platform; print(platform.python_version())");
  }

  Optional<String> uvloopVersion() {
    return print("import uvloop; print(uvloop.__version__)");
  }

  private Optional<String> print(String code) {
    try {
      Process process =
          new ProcessBuilder(program, "-c", code).redirectError(Redirect.DISCARD).start();
      return process.inputReader(StandardCharsets.UTF_8).lines().findFirst();
    } catch (IOException e) {
      // Not installed.
      return Optional.empty();
    }
  }

  List<String> command(String script, String... arguments) {
    return Stream.concat(Stream.of(program, SOURCES + script), Stream.of(arguments)).toList();
  }

  @Override
  public String toString() {
    return program;
  }
}
