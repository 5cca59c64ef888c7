package dev.oneloop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a failure that nobody else handles.
 *
 * @param message what went wrong, in a sentence
 * @param throwable what was thrown
 * @param source the object that failed, such as a task, a future or a coroutine context, if known
 * @param origin where {@code source} was submitted or created, if the loop runs in debug mode
 */
public record LoopFailure(
    String message, Throwable throwable, @Nullable Object source, @Nullable Throwable origin) {

  public LoopFailure {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(throwable, "throwable");
  }

  /** A failure of which source and origin are not known. */
  public static LoopFailure of(String message, Throwable throwable) {
    return new LoopFailure(message, throwable, null, null);
  }

  /** A failure of which the origin is not known. */
  public static LoopFailure of(String message, Throwable throwable, Object source) {
    return new LoopFailure(message, throwable, source, null);
  }
}
