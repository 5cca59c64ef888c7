package dev.oneloop.rx3;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZII_Result;

/** A worker is disposed while a task is submitted to it. */
@JCStressTest
@State
@Outcome(id = "true, 0, 0", expect = ACCEPTABLE, desc = "Refused, or called off at once.")
@Outcome(id = "false, 0, 0", expect = ACCEPTABLE, desc = "Submitted, and then called off.")
@Outcome(expect = FORBIDDEN, desc = "A task of a disposed worker runs, or is left.")
public class SubmitDisposeStress {
  private final ManualLoop loop = Loops.manual();
  private final LoopScheduler scheduler = LoopSchedulers.from(loop);
  private final Scheduler.Worker worker = scheduler.createWorker();
  private int ran;

  @Actor
  public void submit(ZII_Result r) {
    r.r1 = worker.schedule(() -> ran++) == Disposable.disposed();
  }

  @Actor
  public void dispose() {
    worker.dispose();
  }

  @Arbiter
  public void afterwards(ZII_Result r) {
    loop.poll();
    r.r2 = ran;
    r.r3 = scheduler.pendingTasks();
  }
}
