package dev.oneloop;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of objects that are the same in every run of a program. */
final class StableNames {
  /** Identity hashes, and the numbers and addresses of the classes of lambdas. */
  private static final Pattern UNSTABLE =
      Pattern.compile("@[0-9a-f]{1,8}\\b|(?<=\\$\\$Lambda)(\\$\\d+)?(/0x[0-9a-f]+|/\\d+)?");

  private static final Pattern PACKAGES = Pattern.compile("\\b([a-z_][a-z0-9_]*\\.)+(?=[A-Z])");

  /** For classes without a {@code toString} of their own, what is left of that of Object. */
  private static final ClassValue<Optional<String>> PLAIN =
      new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> type) {
          try {
            return type.getMethod("toString").getDeclaringClass() == Object.class
                ? Optional.of(stable(type.getName()))
                : Optional.empty();
          } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
          }
        }
      };

  private StableNames() {}

  /** What an object calls itself, without packages, identity hashes and the like. */
  static String of(@Nullable Object named) {
    if (named == null) {
      return "null";
    }
    Optional<String> plain = PLAIN.get(named.getClass());
    if (plain.isPresent()) {
      return plain.get();
    }
    try {
      return stable(named.toString());
    } catch (RuntimeException | Error e) {
      return stable(named.getClass().getName());
    }
  }

  private static String stable(String name) {
    return PACKAGES.matcher(UNSTABLE.matcher(name).replaceAll("")).replaceAll("");
  }
}
