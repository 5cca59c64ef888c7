package dev.oneloop;

/**
 * A loop that its owner drives and that waits for channels: where the other drive methods of a
 * {@link ManualLoop} would sleep, this one waits in a selector.
 *
 * <p>{@link #poll()} looks for ready channels without waiting. {@link #run()} does not return while
 * a channel is registered.
 */
public interface ManualIoLoop extends ManualLoop, IoLoop {}
