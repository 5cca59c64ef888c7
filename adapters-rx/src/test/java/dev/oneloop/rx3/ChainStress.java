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
import org.openjdk.jcstress.infra.results.II_Result;

/** Neighbours in a worker's chain settle while another one is added. */
@JCStressTest
@State
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "The oldest and the newest are left, and run.")
@Outcome(expect = FORBIDDEN, desc = "The chain has lost a task, or has kept one.")
public class ChainStress {
  private final ManualLoop loop = Loops.manual();
  private final LoopScheduler scheduler = LoopSchedulers.from(loop);
  private final Scheduler.Worker worker = scheduler.createWorker();
  private final Disposable first;
  private final Disposable second;
  private int ran;

  public ChainStress() {
    worker.schedule(() -> ran++);
    first = worker.schedule(() -> ran++);
    second = worker.schedule(() -> ran++);
  }

  @Actor
  public void disposeFirst() {
    first.dispose();
  }

  @Actor
  public void submitAndDisposeSecond() {
    worker.schedule(() -> ran++);
    second.dispose();
  }

  @Arbiter
  public void afterwards(II_Result r) {
    r.r1 = scheduler.pendingTasks();
    loop.poll();
    r.r2 = ran;
  }
}
