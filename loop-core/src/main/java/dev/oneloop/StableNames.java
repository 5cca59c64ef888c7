package dev.oneloop;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of objects that are the same in every run of a program. */
final class StableNames {
  /** Identity hashes, and the numbers and addresses of the classes of lambdas. */
  private static final Pattern UNSTABLE =
      Pattern.compile("@[0-9a-f]{1,8}\\b|(?<=\\$\\$Lambda)(\\$\\d+)?(/0x[0-9a-f]+|/\\d+)?");

  private static final Pattern PACKAGES = Pattern.compile("\\b([a-z_][a-z0-9_]*\\.)+(?=[A-Z])");

  private StableNames() {}

  /** What an object calls itself, without packages, identity hashes and the like. */
  static String of(@Nullable Object named) {
    String name;
    try {
      name = String.valueOf(named);
    } catch (RuntimeException | Error e) {
      name = named == null ? "null" : named.getClass().getName();
    }
    return PACKAGES.matcher(UNSTABLE.matcher(name).replaceAll("")).replaceAll("");
  }
}
