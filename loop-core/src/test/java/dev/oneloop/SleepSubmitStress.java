package dev.oneloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A loop goes to sleep while a task is submitted. */
@JCStressTest
@State
@Outcome(
    id = "true, false",
    expect = ACCEPTABLE,
    desc = "The loop sees the task and stays up; nobody wakes it.")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The loop sleeps and is woken.")
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "It sees the task, and is woken as well.")
@Outcome(
    id = "false, false",
    expect = FORBIDDEN,
    desc = "The loop sleeps, and nobody wakes it: the task is lost.")
public class SleepSubmitStress {
  private final Inbox inbox = new Inbox();
  private final WakeWord wake = new WakeWord();

  @Actor
  public void loop(ZZ_Result r) {
    wake.sleepUntil(Long.MAX_VALUE);
    r.r1 = !inbox.isEmpty();
  }

  @Actor
  public void producer(ZZ_Result r) {
    inbox.push(new RunnableTask(() -> {}));
    r.r2 = wake.tryWake(WakeWord.AWAKE);
  }
}
