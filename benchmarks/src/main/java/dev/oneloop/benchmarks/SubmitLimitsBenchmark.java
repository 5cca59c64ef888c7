package dev.oneloop.benchmarks;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * How far it could go: queues with a thread behind them and nothing else, no timers, no order
 * between inside and outside, no failure handling, no shutdown. Limits, not peers.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SubmitLimitsBenchmark {
  private static final int BATCH = 20_000;

  /** Bare queues. */
  public enum Limit {
    /** JCTools' multi-producer queue, drained by a thread that parks when it is empty. */
    JCTOOLS_PARKING {
      @Override
      LoopPeer start() {
        return new ParkingQueue();
      }
    },
    /** Agrona's multi-producer queue, drained by an agent that spins. */
    AGRONA_SPINNING {
      @Override
      LoopPeer start() {
        return new SpinningAgent();
      }
    },
    /** The Disruptor with a consumer that spins. */
    DISRUPTOR_SPINNING {
      @Override
      LoopPeer start() {
        return new SpinningDisruptor();
      }
    };

    abstract LoopPeer start();
  }

  /** A running limit. */
  @State(Scope.Benchmark)
  public static class Subject {
    @Param public Limit peer = Limit.JCTOOLS_PARKING;
    LoopPeer loop;

    /** For each iteration: what spins must not do so while others are measured. */
    @Setup(Level.Iteration)
    public void start() {
      loop = peer.start();
    }

    @TearDown(Level.Iteration)
    public void stop() {
      loop.close();
    }
  }

  @Benchmark
  @Threads(1)
  @OperationsPerInvocation(BATCH)
  public void fromOneThread(Subject subject, SubmitBenchmark.Work work, Signal last) {
    submitBatch(subject.loop, work, last);
  }

  @Benchmark
  @Threads(2)
  @OperationsPerInvocation(BATCH)
  public void fromTwoThreads(Subject subject, SubmitBenchmark.Work work, Signal last) {
    submitBatch(subject.loop, work, last);
  }

  private static void submitBatch(LoopPeer loop, Runnable work, Signal last) {
    for (int i = 1; i < BATCH; i++) {
      loop.execute(work);
    }
    loop.execute(last);
    last.await();
  }

  /** What all three have in common: a thread, and no timers. */
  private abstract static class Bare implements LoopPeer {
    @Override
    public Runnable schedule(Runnable task, long delay, TimeUnit unit) {
      throw new UnsupportedOperationException("A bare queue has no timers");
    }
  }

  private static final class ParkingQueue extends Bare implements Runnable {
    private final MpscUnboundedArrayQueue<Runnable> queue = new MpscUnboundedArrayQueue<>(1024);
    private final Thread thread = new Thread(this, "limit");
    private volatile boolean sleeping;
    private volatile boolean closed;

    ParkingQueue() {
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void execute(Runnable task) {
      queue.offer(task);
      if (sleeping) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      while (!closed) {
        for (Runnable task; (task = queue.poll()) != null; ) {
          task.run();
        }
        sleeping = true;
        if (queue.isEmpty() && !closed) {
          LockSupport.park(this);
        }
        sleeping = false;
      }
    }

    @Override
    public void close() {
      closed = true;
      LockSupport.unpark(thread);
    }
  }

  private static final class SpinningAgent extends Bare {
    private final ManyToOneConcurrentArrayQueue<Runnable> queue =
        new ManyToOneConcurrentArrayQueue<>(1 << 16);
    private final AgentRunner runner =
        new AgentRunner(
            new BusySpinIdleStrategy(),
            Throwable::printStackTrace,
            null,
            new org.agrona.concurrent.Agent() {
              @Override
              public int doWork() {
                return queue.drain(Runnable::run, 1024);
              }

              @Override
              public String roleName() {
                return "limit";
              }
            });

    SpinningAgent() {
      AgentRunner.startOnThread(runner);
    }

    @Override
    public void execute(Runnable task) {
      while (!queue.offer(task)) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      runner.close();
    }
  }

  private static final class SpinningDisruptor extends Bare {
    private static final class Slot {
      Runnable task = () -> {};
    }

    private final Disruptor<Slot> disruptor =
        new Disruptor<>(
            Slot::new,
            1 << 16,
            r -> new Thread(r, "limit"),
            ProducerType.MULTI,
            new BusySpinWaitStrategy());
    private final RingBuffer<Slot> ring;

    SpinningDisruptor() {
      disruptor.handleEventsWith((slot, sequence, endOfBatch) -> slot.task.run());
      ring = disruptor.start();
    }

    @Override
    public void execute(Runnable task) {
      long sequence = ring.next();
      ring.get(sequence).task = task;
      ring.publish(sequence);
    }

    @Override
    public void close() {
      disruptor.shutdown();
    }
  }
}
