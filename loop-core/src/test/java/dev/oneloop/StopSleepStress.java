package dev.oneloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A loop goes to sleep while another thread stops it. */
@JCStressTest
@State
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "The loop sees the stop.")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The loop sleeps and is woken.")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "It sees the stop, and is woken as well.")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "The loop sleeps on.")
public class StopSleepStress {
  private final CountingWaiter waiter = new CountingWaiter();
  private final CallerLoop loop =
      (CallerLoop) Loops.builder().name("stopped").waiter(waiter).manual();

  @Actor
  public void loop(ZZ_Result r) {
    loop.announceSleep(LoopClock.NEVER);
    r.r1 = loop.signals() != 0;
  }

  @Actor
  public void stopper(ZZ_Result r) {
    loop.stop();
    r.r2 = waiter.wakeups.get() == 1;
  }
}
