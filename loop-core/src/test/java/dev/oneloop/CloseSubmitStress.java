package dev.oneloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A loop closes while a task is submitted, and takes what it has accepted. */
@JCStressTest
@State
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Accepted, and taken.")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Rejected, and not taken.")
@Outcome(id = "true, false", expect = FORBIDDEN, desc = "Accepted, and lost.")
@Outcome(id = "false, true", expect = FORBIDDEN, desc = "Rejected, and taken all the same.")
public class CloseSubmitStress {
  private final Inbox inbox = new Inbox();

  @Actor
  public void producer(ZZ_Result r) {
    r.r1 = inbox.push(new RunnableTask(() -> {}));
  }

  @Actor
  public void closer() {
    inbox.close();
  }

  @Arbiter
  public void loop(ZZ_Result r) {
    r.r2 = inbox.takeAll() != null;
  }
}
