package dev.oneloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/**
 * On a pool, a posted pump and the host's timer run at the same time; then a timer is submitted.
 */
@JCStressTest
@State
@Outcome(id = "1, true", expect = ACCEPTABLE, desc = "The task has run, and the timer is filed.")
@Outcome(id = "0, true", expect = FORBIDDEN, desc = "Both pumps have left the task to the other.")
@Outcome(id = "2, true", expect = FORBIDDEN, desc = "The task has run twice.")
@Outcome(expect = FORBIDDEN, desc = "Nobody woke the loop for the timer.")
public class TwoPumpsStress {
  private final HandCrankedHost host = new HandCrankedHost();
  private final ManagedLoop loop = Loops.builder().name("guest").on(host);
  private final Runnable pump;
  private final Runnable alarm;

  /** Plain, as tasks of a loop see each other's work. */
  private int runs;

  public TwoPumpsStress() {
    loop.schedule(() -> {}, Duration.ofHours(2));
    host.posted.remove().run();
    alarm = host.alarm;
    loop.execute(() -> runs++);
    pump = host.posted.remove();
  }

  @Actor
  public void posted() {
    pump.run();
  }

  @Actor
  public void timer() {
    alarm.run();
  }

  @Arbiter
  public void afterwards(IZ_Result r) {
    runPosted();
    r.r1 = runs;
    loop.schedule(() -> {}, Duration.ofHours(1));
    r.r2 = !host.posted.isEmpty();
    runPosted();
  }

  private void runPosted() {
    for (Runnable next; (next = host.posted.poll()) != null; ) {
      next.run();
    }
  }
}
