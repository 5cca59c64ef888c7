package dev.oneloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A timer is cancelled from outside while the loop, which has just drained it, starts it. */
@JCStressTest
@State
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "It starts.")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "It is cancelled.")
@Outcome(id = "true, true", expect = FORBIDDEN, desc = "It starts though it was cancelled.")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "Neither happens: it is lost.")
public class CancelFireStress {
  private static final LoopCore LOOP = (LoopCore) Loops.manual();

  private final RunnableTimer timer = new RunnableTimer(() -> {});

  public CancelFireStress() {
    timer.accept();
  }

  @Actor
  public void loop(ZZ_Result r) {
    timer.arm(LOOP);
    r.r1 = timer.claim();
  }

  @Actor
  public void other(ZZ_Result r) {
    r.r2 = timer.cancel();
  }
}
