package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import org.jspecify.annotations.Nullable;

/** The schedulers that belong to a loop: its attachment, kept alive by the schedulers in use. */
final class CanonicalSchedulers {
  private final EventLoop loop;

  /** Guarded by this. */
  private @Nullable LoopScheduler queued;

  /** Guarded by this. */
  private @Nullable LoopScheduler immediate;

  private CanonicalSchedulers(EventLoop loop) {
    this.loop = loop;
  }

  static CanonicalSchedulers of(EventLoop loop) {
    return loop.attachment(CanonicalSchedulers.class, CanonicalSchedulers::new);
  }

  synchronized LoopScheduler queued() {
    LoopScheduler scheduler = queued;
    if (scheduler == null || scheduler.isShutdown()) {
      queued = scheduler = new LoopScheduler(loop, SchedulerSettings.QUEUED, this);
    }
    return scheduler;
  }

  synchronized LoopScheduler immediate() {
    LoopScheduler scheduler = immediate;
    if (scheduler == null || scheduler.isShutdown()) {
      immediate = scheduler = new LoopScheduler(loop, SchedulerSettings.IMMEDIATE, this);
    }
    return scheduler;
  }
}
