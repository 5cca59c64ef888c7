package dev.oneloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A loop goes to sleep until a deadline while a timer with an earlier one is submitted. */
@JCStressTest
@State
@Outcome(
    id = "true, false",
    expect = ACCEPTABLE,
    desc = "The loop sees the timer and takes its deadline into account.")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The loop sleeps too long and is woken.")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "It sees the timer, and is woken as well.")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "The loop oversleeps: the timer is late.")
public class EarlierTimerSleepStress {
  private final Inbox inbox = new Inbox();
  private final WakeWord wake = new WakeWord();

  @Actor
  public void loop(ZZ_Result r) {
    wake.sleepUntil(100);
    r.r1 = !inbox.isEmpty();
  }

  @Actor
  public void producer(ZZ_Result r) {
    inbox.push(new RunnableTimer(() -> {}));
    r.r2 = wake.tryWake(50);
  }
}
