import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jetbrains.kotlin.abi.tools.AbiFilters;
import org.jetbrains.kotlin.abi.tools.AbiTools;

/**
 * Compares the public API of a module, as its exported class files show it, with the dump that is
 * checked in beside it, or rewrites that dump.
 *
 * <p>Arguments: the folder of the classes, the dump, and whether to rewrite it.
 */
class ApiDump {
  private static final AbiTools TOOLS =
      AbiTools.Companion.getInstance(ApiDump.class.getClassLoader());

  public static void main(String[] args) throws IOException {
    Path classes = Path.of(args[0]);
    Path dump = Path.of(args[1]);
    boolean update = Boolean.parseBoolean(args[2]);

    Path descriptor = classes.resolve("module-info.class");
    if (Files.notExists(descriptor)) {
      return; // A program, not a library.
    }
    String actual = describe(exportedClasses(classes, descriptor));
    if (update) {
      Files.createDirectories(dump.getParent());
      Files.writeString(dump, actual);
    } else {
      check(actual, dump, classes.resolveSibling(dump.getFileName()));
    }
  }

  private static String describe(List<File> classFiles) {
    StringBuilder text = new StringBuilder();
    TOOLS.printJvmDump(text, classFiles, AbiFilters.Companion.getEMPTY());
    return text.toString();
  }

  private static List<File> exportedClasses(Path classes, Path descriptor) throws IOException {
    Set<Path> packages;
    try (InputStream in = Files.newInputStream(descriptor)) {
      packages =
          ModuleDescriptor.read(in).exports().stream()
              .filter(exports -> !exports.isQualified())
              .map(Exports::source)
              .map(name -> classes.resolve(name.replace('.', '/')))
              .collect(Collectors.toSet());
    }
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> packages.contains(file.getParent()))
          .sorted()
          .map(Path::toFile)
          .toList();
    }
  }

  private static void check(String actual, Path dump, Path scratch) throws IOException {
    Files.writeString(scratch, actual);
    String difference =
        Files.exists(dump) ? TOOLS.filesDiff(dump.toFile(), scratch.toFile()) : "nothing recorded";
    if (difference != null) {
      System.err.println("The public API differs from " + dump + ":");
      System.err.println(difference);
      System.err.println("If that is meant: mvn clean verify -Dmaven.test.skip -Dapi.update");
      System.exit(1);
    }
  }
}
