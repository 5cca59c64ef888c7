package dev.oneloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two producers find a loop asleep. */
@JCStressTest
@State
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "The first one wakes it.")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The second one wakes it.")
@Outcome(id = "true, true", expect = FORBIDDEN, desc = "Two wake-ups for one sleep.")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "Each leaves it to the other.")
public class TwoProducersStress {
  private final WakeWord wake = new WakeWord();

  public TwoProducersStress() {
    wake.sleepUntil(Long.MAX_VALUE);
  }

  @Actor
  public void first(ZZ_Result r) {
    r.r1 = wake.tryWake(WakeWord.AWAKE);
  }

  @Actor
  public void second(ZZ_Result r) {
    r.r2 = wake.tryWake(WakeWord.AWAKE);
  }
}
