package dev.oneloop.rx3;

import dev.oneloop.Registration;
import org.jspecify.annotations.Nullable;

/**
 * A handler in one of RxJava's global slots, on top of the one that was there before, to which it
 * passes what is not its affair. Layers may be taken off in any order; with the last one, the
 * handler from before returns.
 *
 * <p>Others may put handlers of their own on top, which pass on to this one. So each layer knows
 * its own predecessor, and one that was taken off passes on everything: what leads down from
 * handler to handler always ends, and loses nothing.
 *
 * @param <H> the type of RxJava's handler, which subclasses implement
 */
abstract class Layer<H> implements Registration {
  private final Slot<H> slot;

  /** What was in the slot before. Changed under the slot's lock, to something older. */
  private volatile @Nullable H below;

  /** Changed under the slot's lock. */
  private volatile boolean closed;

  Layer(Slot<H> slot) {
    this.slot = slot;
  }

  /** This object, as what it is to RxJava. */
  abstract H handler();

  final Registration install() {
    synchronized (slot) {
      below = slot.get().get();
      slot.set().accept(handler());
    }
    return this;
  }

  @Override
  public void close() {
    synchronized (slot) {
      closed = true;
      if (slot.get().get() == this) {
        slot.set().accept(below());
      }
    }
  }

  final boolean isClosed() {
    return closed;
  }

  /** The handler to pass on to, which is no layer that was taken off. */
  @SuppressWarnings("unchecked")
  final @Nullable H below() {
    H next = below;
    while (next instanceof Layer<?> layer && layer.closed) {
      next = ((Layer<H>) layer).below;
      // Racing writers all write something right: layers that were taken off stay off.
      below = next;
    }
    return next;
  }
}
