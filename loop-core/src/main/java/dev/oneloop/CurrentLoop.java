package dev.oneloop;

import org.jspecify.annotations.Nullable;

/**
 * The loop whose turn runs on a thread.
 *
 * <p>Each thread keeps a one-element array for good, an object of a bootstrap class, so that
 * neither a loop nor its class loader is held by a host's thread after the turn.
 */
final class CurrentLoop {
  private static final ThreadLocal<@Nullable Object[]> HOLDER =
      ThreadLocal.withInitial(() -> new @Nullable Object[1]);

  private CurrentLoop() {}

  static @Nullable EventLoop get() {
    return (EventLoop) HOLDER.get()[0];
  }

  static @Nullable Object[] holder() {
    return HOLDER.get();
  }
}
