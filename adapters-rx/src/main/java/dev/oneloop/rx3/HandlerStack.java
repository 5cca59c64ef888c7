package dev.oneloop.rx3;

import dev.oneloop.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Layers in one of RxJava's global slots, on top of the handler that was there before. They may be
 * taken off in any order; with the last one, the handler from before returns.
 *
 * @param <H> the type of RxJava's handler
 * @param <L> the type of a layer
 */
final class HandlerStack<H, L> {
  private final Supplier<@Nullable H> slot;
  private final Consumer<@Nullable H> setSlot;

  /** What stands in the slot while there are layers. */
  private final H dispatcher;

  /** Newest first. Changed under this object's lock. */
  private final List<L> layers = new CopyOnWriteArrayList<>();

  /** What was in the slot before. Changed under this object's lock. */
  private volatile @Nullable H base;

  HandlerStack(Supplier<@Nullable H> slot, Consumer<@Nullable H> setSlot, H dispatcher) {
    this.slot = slot;
    this.setSlot = setSlot;
    this.dispatcher = dispatcher;
  }

  /** Any thread, without a lock. */
  List<L> layers() {
    return layers;
  }

  /** Any thread, without a lock. */
  @Nullable H base() {
    return base;
  }

  synchronized Registration add(L layer) {
    H current = slot.get();
    if (current != dispatcher) {
      // The first layer; or somebody has set or reset the slot, and what they set is the base now.
      setSlot.accept(dispatcher);
      base = current;
    }
    layers.add(0, layer);
    AtomicBoolean closed = new AtomicBoolean();
    return () -> {
      if (closed.compareAndSet(false, true)) {
        remove(layer);
      }
    };
  }

  private synchronized void remove(L layer) {
    layers.remove(layer);
    if (layers.isEmpty() && slot.get() == dispatcher) {
      setSlot.accept(base);
      base = null;
    }
  }
}
