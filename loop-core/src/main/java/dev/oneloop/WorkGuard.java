package dev.oneloop;

/**
 * A promise that work is on its way: as long as one is open, {@link ManualLoop#run()} waits for it
 * instead of returning.
 *
 * <p>A guard that is acquired by a {@linkplain EventLoop#onShutdown shutdown hook} holds back the
 * closing, too, until it is closed or the grace period of the loop is over.
 *
 * <p>May be closed from any thread, more than once.
 */
public interface WorkGuard extends Registration {}
