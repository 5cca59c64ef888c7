package dev.oneloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A hosted loop ends a turn and goes to rest while a task is submitted. */
@JCStressTest
@State
@Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "The turn has run the task.")
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "It has run it; one pump too many is to come.")
@Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "A pump for the task is posted.")
@Outcome(id = "false, 0", expect = FORBIDDEN, desc = "Nobody will ever run the task.")
@Outcome(expect = FORBIDDEN, desc = "More than one pump is posted.")
public class RestSubmitStress {
  private final HandCrankedHost host = new HandCrankedHost();
  private final ManagedLoop loop = Loops.builder().name("guest").on(host);
  private final Runnable pump;
  private volatile boolean ran;

  public RestSubmitStress() {
    loop.execute(() -> {});
    pump = host.posted.remove();
  }

  @Actor
  public void host() {
    pump.run();
  }

  @Actor
  public void producer() {
    loop.execute(() -> ran = true);
  }

  @Arbiter
  public void afterwards(ZI_Result r) {
    r.r1 = ran;
    r.r2 = host.posted.size();
  }
}
