package dev.oneloop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** A pump and the host's timer run on two threads of a pool while a third one submits a task. */
@JCStressTest
@State
@Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "The task has run.")
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "It has run, and a pump is still to come.")
@Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "A pump for the task is posted.")
@Outcome(id = "false, 0", expect = FORBIDDEN, desc = "Nobody will ever run the task.")
@Outcome(expect = FORBIDDEN, desc = "More than one pump is posted.")
public class RestSubmitStress {
  private final Pool pool = new Pool();
  private final ManagedLoop loop = Loops.builder().name("guest").on(pool);
  private final Runnable pump;
  private final Runnable alarm;
  private volatile boolean ran;

  public RestSubmitStress() {
    loop.schedule(() -> {}, Duration.ofHours(1));
    pool.posted.remove().run();
    alarm = pool.alarm;
    loop.execute(() -> {});
    pump = pool.posted.remove();
  }

  @Actor
  public void one() {
    pump.run();
  }

  @Actor
  public void two() {
    alarm.run();
  }

  @Actor
  public void producer() {
    loop.execute(() -> ran = true);
  }

  @Arbiter
  public void afterwards(ZI_Result r) {
    r.r1 = ran;
    r.r2 = pool.posted.size();
  }

  private static final class Pool implements LoopHost {
    final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    volatile Runnable alarm = () -> {};

    @Override
    public void execute(Runnable event) {
      posted.add(event);
    }

    @Override
    public Registration executeAfter(Runnable event, long nanos) {
      alarm = event;
      return () -> {};
    }
  }
}
