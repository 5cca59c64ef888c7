package dev.oneloop;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A loop that its owner drives. */
class CallerLoop extends DrivenLoop implements ManualLoop {
  private static final Until ONE_TURN =
      new Until() {
        @Override
        public boolean isReached() {
          return true;
        }

        @Override
        public boolean takesTime() {
          return false;
        }
      };

  /** Neither a task nor a timer is due. */
  private static final Until IDLE =
      new UntilIdle() {
        @Override
        public boolean isReachedWhenIdle() {
          return true;
        }

        @Override
        public boolean takesTime() {
          return false;
        }
      };

  CallerLoop(LoopBuilder builder, LoopClock clock, Waiter waiter) {
    super(builder, clock, waiter, NO_BUDGET);
  }

  @Override
  public int poll() {
    return driving(ONE_TURN);
  }

  @Override
  public int runOnce() {
    long before = tasksRun();
    return driving(() -> tasksRun() != before);
  }

  @Override
  public int runFor(Duration duration) {
    return driving(new TimeLimit(clock(), deadlineAfter(Deadlines.saturatedNanos(duration))));
  }

  @Override
  public int runUntilIdle() {
    return driving(IDLE);
  }

  @Override
  public int run() {
    UntilIdle nothingToAwait =
        () -> agenda.firstDeadline() == LoopClock.NEVER && !closing.hasGuards();
    return driving(nothingToAwait);
  }

  final int driving(Until until) {
    int token = enter();
    try {
      return drive(until);
    } finally {
      exit(token);
    }
  }

  @Override
  public <T extends @Nullable Object> T runUntilComplete(CompletionStage<T> stage)
      throws ExecutionException, InterruptedException {
    if (isInsideTask()) {
      throw new BlockedLoopException(this, stage);
    }
    Outcome<T> outcome = new Outcome<>(this);
    int token = enter();
    try {
      stage.whenComplete(outcome);
      while (!outcome.isReached()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("Interrupted while " + this + " ran until " + stage);
        }
        drive(outcome);
        if (!outcome.isReached() && !Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException(
              this
                  + (isTerminated() ? " terminated" : " was stopped")
                  + " before this was complete: "
                  + stage);
        }
      }
    } finally {
      exit(token);
    }
    return outcome.get();
  }

  @Override
  public void stop() {
    signal(STOP);
  }

  @Override
  public long nextDeadline() {
    if (isOwner()) {
      return computeNextDeadline();
    }
    int token = enter();
    try {
      return computeNextDeadline();
    } finally {
      exit(token);
    }
  }

  private long computeNextDeadline() {
    agenda.takeInbox();
    agenda.ready.skipShells(agenda::isShell);
    return hasWork() ? clock().nanoTime() : agenda.firstDeadline();
  }

  /** What a stage came to; ends the drive. */
  private static final class Outcome<T extends @Nullable Object>
      implements Until, BiConsumer<T, @Nullable Throwable> {
    private final LoopCore loop;
    private @Nullable T value;
    private @Nullable Throwable failure;

    /** Publishes the two above. */
    private volatile boolean complete;

    Outcome(LoopCore loop) {
      this.loop = loop;
    }

    @Override
    public void accept(T result, @Nullable Throwable error) {
      value = result;
      failure = error;
      complete = true;
      loop.wakeFor(WakeWord.AWAKE);
    }

    @Override
    public boolean isReached() {
      return complete;
    }

    @SuppressWarnings("NullAway") // null if and only if the stage's result is
    T get() throws ExecutionException {
      Throwable e = failure;
      if (e == null) {
        return value;
      }
      if (e instanceof CompletionException && e.getCause() != null) {
        e = e.getCause();
      }
      if (e instanceof CancellationException cancelled) {
        throw cancelled;
      }
      throw new ExecutionException(e);
    }
  }
}
