package dev.oneloop;

/** Told that a channel is ready. Called on the loop. */
@FunctionalInterface
public interface IoHandler {

  /**
   * The channel is ready for something that was asked for.
   *
   * @param readyOps what for; as with any selector this is a strong hint, not a promise
   * @throws Exception goes to the loop's exception handler; the registration stays
   */
  void ready(IoRegistration registration, int readyOps) throws Exception;

  /**
   * The registration has ended, but not by {@link IoRegistration#close()}. Called once; {@link
   * #ready} is not called any more.
   *
   * <p>A channel that is closed on the loop is noticed before the loop sleeps. The JDK does not
   * wake a selector for one that is closed elsewhere, so that is noticed when the loop wakes up the
   * next time: close it on the loop, {@code loop.execute(...)}, where this matters.
   *
   * @param cause {@link java.nio.channels.AsynchronousCloseException} if the channel was closed,
   *     {@link java.util.concurrent.RejectedExecutionException} if the loop shut down
   */
  default void closed(IoRegistration registration, Throwable cause) {}
}
