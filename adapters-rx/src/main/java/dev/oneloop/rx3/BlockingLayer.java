package dev.oneloop.rx3;

import dev.oneloop.BlockedLoopException;
import dev.oneloop.EventLoop;
import dev.oneloop.Registration;
import io.reactivex.rxjava3.functions.BooleanSupplier;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** See {@link LoopRxPlugins#failOnBlocking()}. */
final class BlockingLayer extends Layer<BooleanSupplier> implements BooleanSupplier {
  private static final Slot<BooleanSupplier> SLOT =
      new Slot<>(RxJavaPlugins::getOnBeforeBlocking, RxJavaPlugins::setOnBeforeBlocking);

  /** How many there are. Guarded by {@link #SLOT}. */
  private static int open;

  /** RxJava's flag from before the first one. Guarded by {@link #SLOT}. */
  private static boolean failedBefore;

  private final Supplier<@Nullable EventLoop> blockedLoop;

  private BlockingLayer(Supplier<@Nullable EventLoop> blockedLoop) {
    super(SLOT);
    this.blockedLoop = blockedLoop;
  }

  /**
   * Adds a layer.
   *
   * @param blockedLoop finds the loop that would be blocked on the current thread
   */
  static Registration add(Supplier<@Nullable EventLoop> blockedLoop) {
    synchronized (SLOT) {
      boolean before = RxJavaPlugins.isFailOnNonBlockingScheduler();
      Registration layer = new BlockingLayer(blockedLoop).install();
      RxJavaPlugins.setFailOnNonBlockingScheduler(true);
      if (open++ == 0) {
        failedBefore = before;
      }
      return layer;
    }
  }

  @Override
  public void close() {
    synchronized (SLOT) {
      boolean wasOpen = !isClosed();
      super.close();
      if (wasOpen && --open == 0) {
        RxJavaPlugins.setFailOnNonBlockingScheduler(failedBefore);
      }
    }
  }

  @Override
  BooleanSupplier handler() {
    return this;
  }

  @Override
  public boolean getAsBoolean() throws Throwable {
    EventLoop loop = isClosed() ? null : blockedLoop.get();
    if (loop != null) {
      throw new BlockedLoopException(loop, "a blocking operator of RxJava");
    }
    BooleanSupplier before = below();
    return before != null && before.getAsBoolean();
  }
}
