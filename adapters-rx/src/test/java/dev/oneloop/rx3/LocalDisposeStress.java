package dev.oneloop.rx3;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.oneloop.Loops;
import dev.oneloop.ManualLoop;
import io.reactivex.rxjava3.core.Scheduler;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A worker is disposed while a task is scheduled on its loop, and others run and leave. */
@JCStressTest
@State
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Refused, called off, or passed over.")
@Outcome(expect = FORBIDDEN, desc = "A task of a disposed worker runs, or is left.")
public class LocalDisposeStress {
  private final ManualLoop loop = Loops.manual();
  private final LoopScheduler scheduler = LoopSchedulers.from(loop);
  private final Scheduler.Worker worker = scheduler.createWorker();
  private int ran;

  public LocalDisposeStress() {
    loop.execute(() -> {
      worker.schedule(() -> {});
      worker.schedule(() -> worker.schedule(() -> ran++));
      worker.schedule(() -> {});
    });
    loop.poll();
  }

  @Actor
  public void schedule() {
    loop.poll();
  }

  @Actor
  public void dispose() {
    worker.dispose();
  }

  @Arbiter
  public void afterwards(II_Result r) {
    loop.poll();
    r.r1 = ran;
    r.r2 = scheduler.pendingTasks();
  }
}
