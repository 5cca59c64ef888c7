package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that docs/contract.md names is there. */
class ContractPageTest {
  @Test
  void everyTestThatThePageNamesExists() throws IOException {
    Path root = Path.of("").toAbsolutePath().resolve("..").normalize();
    String sources =
        sources(root.resolve("loop-core"))
            + sources(root.resolve("loop-testkit"))
            + sources(root.resolve("adapters-cf"));
    List<String> missing = new ArrayList<>();
    int names = 0;
    Matcher name =
        Pattern.compile("`([A-Za-z]+(?:\\.[A-Za-z]+)?)`")
            .matcher(Files.readString(root.resolve("docs/contract.md")));
    while (name.find()) {
      String last = name.group(1).substring(name.group(1).indexOf('.') + 1);
      names++;
      if (!Pattern.compile("\\b" + last + "\\b").matcher(sources).find()) {
        missing.add(last);
      }
    }
    assertTrue(names > 50, "the page names tests");
    assertEquals(List.of(), missing);
  }

  private static String sources(Path module) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(module.resolve("src"))) {
      for (Path file : files.filter(path -> path.toString().matches(".*[.](java|kt)")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
