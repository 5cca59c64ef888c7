package dev.oneloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Does random things to a loop in virtual time and to a reference that is too simple to be wrong,
 * and compares what they did: which task ran when, what each cancel said, when the next deadline
 * is.
 *
 * <p>What a task does when it runs depends on its number and the seed alone, so both do the same as
 * long as they run the same tasks in the same order. A seed that failed is repeated with {@code
 * -Dloop.model.seed=...}.
 */
class LoopModelTest {
  private static final int EPISODES = 500;
  private static final int STEPS = 400;

  @Test
  void theLoopDoesWhatTheReferenceDoes() {
    long seed = Long.getLong("loop.model.seed", System.nanoTime());
    long operations = 0;
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int episode = 0; episode < EPISODES || operations < 1_000_000; episode++) {
      long episodeSeed = seeds.nextLong();
      // Half of the clocks wrap around while the episode lasts.
      long start = seeds.nextBoolean() ? 0 : Long.MAX_VALUE - 500;
      Script actual = new Script(episodeSeed, new Real(start));
      Script expected = new Script(episodeSeed, new Reference(start));
      for (int step = 0; step < STEPS; step++) {
        int at = step;
        actual.step();
        expected.step();
        if (!actual.log.equals(expected.log)) {
          assertEquals(
              String.join("\n", expected.log),
              String.join("\n", actual.log),
              () -> "seed " + seed + ", step " + at);
        }
        actual.log.clear();
        expected.log.clear();
      }
      operations += actual.operations;
    }
    System.out.println("LoopModelTest: seed " + seed + ", " + operations + " operations");
  }

  /** What can be done to either. Tasks are numbers; running one calls {@link Script#ran}. */
  private interface Machine {
    void attach(Script script);

    long now();

    void execute(int task);

    void scheduleAt(long deadline, int task);

    boolean cancel(int task);

    int poll();

    void stop();

    void advance(long nanos);

    long nextDeadline();

    long live();
  }

  /** Does the same to whatever machine it is given. */
  private static final class Script {
    private final long seed;
    private final Machine machine;
    private final SplittableRandom random;
    final List<String> log = new ArrayList<>();
    private int nextTask;
    private int depth;
    long operations;

    Script(long seed, Machine machine) {
      this.seed = seed;
      this.machine = machine;
      this.random = new SplittableRandom(seed);
      machine.attach(this);
    }

    /** One thing done from outside of the loop's tasks. */
    void step() {
      int action = random.nextInt(10);
      if (action < 5) {
        change(random);
      } else if (action < 9) {
        log.add("poll ran " + machine.poll());
      } else {
        machine.advance(random.nextInt(60));
      }
      log.add("live " + machine.live() + ", next " + machine.nextDeadline());
      operations++;
    }

    /** A task has started. */
    void ran(int task) {
      log.add("ran " + task + " at " + machine.now());
      operations++;
      // Depends on nothing that went before, so that one difference does not hide the next.
      SplittableRandom own = new SplittableRandom(seed ^ (task * 0x9E3779B97F4A7C15L));
      depth++;
      // Two changes at most and less than one on average: what tasks beget dies out.
      for (int i = own.nextInt(5) - 2; i > 0; i--) {
        change(own);
      }
      depth--;
    }

    private void change(SplittableRandom source) {
      operations++;
      int action = source.nextInt(20);
      if (action < 7) {
        machine.execute(nextTask++);
      } else if (action < 14) {
        // Few distinct deadlines, so that there are many ties; some in the past.
        machine.scheduleAt(machine.now() + source.nextInt(12) * 10L - 20, nextTask++);
      } else if (action < 19) {
        int task = nextTask == 0 ? 0 : source.nextInt(Math.max(0, nextTask - 40), nextTask);
        log.add("cancel " + task + " " + machine.cancel(task));
      } else if (depth > 0) {
        machine.stop();
      }
    }
  }

  /** The loop under test. */
  private static final class Real implements Machine {
    private final VirtualClock clock;
    private final ManualLoop loop;
    private final Map<Integer, Numbered> tasks = new HashMap<>();
    private @Nullable Script script;

    Real(long start) {
      clock = new VirtualClock(start, Instant.EPOCH);
      loop =
          Loops.builder()
              .name("real")
              .clock(clock)
              .exceptionHandler((of, failure) -> {
                throw new AssertionError(failure.throwable());
              })
              .manual();
    }

    @Override
    public void attach(Script attached) {
      script = attached;
    }

    @Override
    public long now() {
      return clock.nanoTime();
    }

    @Override
    public void execute(int task) {
      Numbered numbered = new Numbered(task);
      tasks.put(task, numbered);
      loop.execute(numbered);
    }

    @Override
    public void scheduleAt(long deadline, int task) {
      Numbered numbered = new Numbered(task);
      tasks.put(task, numbered);
      loop.scheduleAt(deadline, numbered);
    }

    @Override
    public boolean cancel(int task) {
      Numbered numbered = tasks.get(task);
      return numbered != null && numbered.cancel();
    }

    @Override
    public int poll() {
      return loop.poll();
    }

    @Override
    public void stop() {
      loop.stop();
    }

    @Override
    public void advance(long nanos) {
      clock.advanceTo(clock.nanoTime() + nanos);
    }

    @Override
    public long nextDeadline() {
      return loop.nextDeadline();
    }

    @Override
    public long live() {
      LoopMetrics metrics = loop.metrics();
      return metrics.pendingTasks() * 1_000_000 + metrics.timers();
    }

    private final class Numbered extends LoopTimer {
      private final int number;

      Numbered(int number) {
        this.number = number;
      }

      @Override
      public void run() {
        tasks.remove(number);
        if (script != null) {
          script.ran(number);
        }
      }
    }
  }

  /** The contract, written down as plainly as it can be. */
  private static final class Reference implements Machine {
    private final Deque<Integer> ready = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private long now;
    private int turn;
    private boolean runningTimers;
    private boolean stopped;
    private @Nullable Script script;

    Reference(long start) {
      now = start;
    }

    @Override
    public void attach(Script attached) {
      script = attached;
    }

    @Override
    public long now() {
      return now;
    }

    @Override
    public void execute(int task) {
      ready.add(task);
    }

    @Override
    public void scheduleAt(long deadline, int task) {
      // A timer that a timer schedules waits for the next turn, whatever its deadline.
      timers.add(new Timer(deadline, task, runningTimers ? turn + 1 : turn));
    }

    @Override
    public boolean cancel(int task) {
      return ready.remove(task) || timers.removeIf(timer -> timer.task == task);
    }

    @Override
    public int poll() {
      if (stopped) {
        stopped = false;
        return 0;
      }
      turn++;
      int before = ready.size();
      int ran = 0;
      runningTimers = true;
      List<Integer> batch = new ArrayList<>(ready);
      for (Timer next; !stopped && (next = firstDue()) != null; ran++) {
        timers.remove(next);
        run(next.task);
      }
      runningTimers = false;
      for (int i = 0; i < before && !stopped; i++) {
        if (ready.remove(batch.get(i))) {
          run(batch.get(i));
          ran++;
        }
      }
      return ran;
    }

    /**
     * The earliest deadline; of equal ones, the one submitted first, which is first in the list.
     */
    private @Nullable Timer firstDue() {
      Timer first = null;
      for (Timer timer : timers) {
        if (timer.deadline - now <= 0
            && timer.fromTurn <= turn
            && (first == null || timer.deadline - first.deadline < 0)) {
          first = timer;
        }
      }
      return first;
    }

    private void run(int task) {
      if (script != null) {
        script.ran(task);
      }
    }

    @Override
    public void stop() {
      stopped = true;
    }

    @Override
    public void advance(long nanos) {
      now += nanos;
    }

    @Override
    public long nextDeadline() {
      if (!ready.isEmpty()) {
        return now;
      }
      Timer first = null;
      for (Timer timer : timers) {
        if (first == null || timer.deadline - first.deadline < 0) {
          first = timer;
        }
      }
      return first == null ? LoopClock.NEVER : first.deadline;
    }

    @Override
    public long live() {
      return ready.size() * 1_000_000L + timers.size();
    }

    /**
     * @param fromTurn the first turn that may run it
     */
    private record Timer(long deadline, int task, int fromTurn) {}
  }
}
