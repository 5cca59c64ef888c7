package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import dev.oneloop.TaskOwner;
import org.jspecify.annotations.Nullable;

/** Answers for the {@link LocalTask}s of a loop. Kept alive by the schedulers in use. */
final class LocalTasks implements TaskOwner {
  static LocalTasks of(EventLoop loop) {
    return loop.attachment(LocalTasks.class, each -> new LocalTasks());
  }

  @Override
  public boolean takeBack(Runnable task, Throwable cause) {
    if (!(task instanceof LocalTask local)) {
      return false;
    }
    local.rejected(cause);
    return true;
  }

  @Override
  public boolean isCancelled(Runnable task) {
    return task instanceof LocalTask local && local.isDisposed();
  }

  @Override
  public @Nullable Object sourceOf(Runnable task) {
    return task instanceof LocalTask local ? local.source() : null;
  }
}
