package dev.oneloop.cf;

import dev.oneloop.LoopFailure;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A plain action in the trampoline. */
final class Action extends Dependent {
  private final Home home;
  private final Runnable action;

  Action(Home home, Runnable action) {
    this.home = home;
    this.action = action;
  }

  @Override
  @Nullable PinnedFuture<?> fire() {
    try {
      action.run();
    } catch (Throwable e) {
      home.loop.report(LoopFailure.of("A task threw", e, action));
    }
    return null;
  }

  @Override
  @Nullable PinnedFuture<?> refuse(CompletionException cause) {
    home.loop.report(LoopFailure.of("A task was dropped because the loop closed", cause, action));
    return null;
  }

  @Override
  boolean isLive() {
    return true;
  }
}
