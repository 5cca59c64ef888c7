package dev.oneloop.rx3;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/** A periodic task is disposed while the loop runs it and submits it again. */
@JCStressTest
@State
@Outcome(id = "true, 0, 0", expect = ACCEPTABLE, desc = "Disposed in time.")
@Outcome(id = "true, 1, 0", expect = ACCEPTABLE, desc = "It has run, for the last time.")
@Outcome(expect = FORBIDDEN, desc = "It runs on, or its next run is left.")
public class RunDisposeStress {
  private final ManualLoop loop = Loops.manual();
  private final LoopScheduler scheduler = LoopSchedulers.from(loop);
  private final Disposable task =
      scheduler.schedulePeriodicallyDirect(this::count, 0, 0, TimeUnit.NANOSECONDS);
  private int ran;

  private void count() {
    ran++;
  }

  @Actor
  public void run() {
    loop.poll();
  }

  @Actor
  public void dispose() {
    task.dispose();
  }

  @Arbiter
  public void afterwards(ZII_Result r) {
    loop.poll();
    r.r1 = task.isDisposed();
    r.r2 = ran;
    r.r3 = scheduler.pendingTimers();
  }
}
