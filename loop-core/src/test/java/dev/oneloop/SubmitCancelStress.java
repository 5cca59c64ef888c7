package dev.oneloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A timer is scheduled on the loop by somebody who then looks whether it is wanted any more, while
 * somebody else says that it is not, and cancels it: as adapters do.
 */
@JCStressTest
@State
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "The first one sees it.")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The other one cancels it.")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Both.")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "Neither: it stays.")
public class SubmitCancelStress {
  private static final LoopCore LOOP = (LoopCore) Loops.manual();

  private final RunnableTimer timer = new RunnableTimer(() -> {});
  private volatile boolean unwanted;

  @Actor
  public void loop(ZZ_Result r) {
    timer.acceptArmed(LOOP);
    r.r1 = unwanted;
  }

  @Actor
  public void other(ZZ_Result r) {
    unwanted = true;
    r.r2 = timer.cancel();
  }
}
