package dev.oneloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two threads drive a loop; what tasks change is plain memory. */
@JCStressTest
@State
@Outcome(
    id = "true, true, 2",
    expect = ACCEPTABLE,
    desc = "One after the other, who sees the first.")
@Outcome(id = "true, false, 1", expect = ACCEPTABLE, desc = "The second is turned away.")
@Outcome(id = "false, true, 1", expect = ACCEPTABLE, desc = "The first is turned away.")
@Outcome(expect = FORBIDDEN, desc = "Both at once, or the second does not see what the first did.")
public class OwnershipStress {
  private final CallerLoop loop = (CallerLoop) Loops.builder().name("driven").manual();
  private int plain;

  @Actor
  public void first(ZZI_Result r) {
    r.r1 = drive();
  }

  @Actor
  public void second(ZZI_Result r) {
    r.r2 = drive();
  }

  private boolean drive() {
    if (loop.tryAcquire()) {
      plain++;
      loop.exit(0);
      return true;
    }
    return false;
  }

  @Arbiter
  public void afterwards(ZZI_Result r) {
    r.r3 = plain;
  }
}
