package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What every toolkit says in words of its own. */
final class HostGone {
  private HostGone() {}

  static RejectedExecutionException rejection(LoopHost host, @Nullable Throwable cause) {
    return new RejectedExecutionException("The host is gone: " + host, cause);
  }
}
