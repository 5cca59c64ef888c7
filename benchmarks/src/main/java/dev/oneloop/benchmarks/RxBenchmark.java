package dev.oneloop.benchmarks;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.rx3.LoopSchedulers;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Vertx;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Rx pipelines and their schedulers. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RxBenchmark {
  private static final int ITEMS = 1_000_000;
  private static final int SOURCES = 1_000;

  /** So many that the way to the loop's thread and back does not count. */
  private static final int TASKS = 10_000;

  private static final int TICKS = 10_000;

  /** Schedulers of one thread, or one strand. */
  public enum RxPeer {
    /** Ours, on a thread of its own. */
    ONELOOP {
      @Override
      Started start() {
        ManagedLoop loop = Loops.start("oneloop");
        return new Started(LoopSchedulers.from(loop), loop::close);
      }
    },
    /** RxJava's scheduler with one thread. */
    SINGLE {
      @Override
      Started start() {
        Scheduler single = RxJavaPlugins.createSingleScheduler(r -> new Thread(r, "rx-single"));
        return new Started(single, single::shutdown);
      }
    },
    /** A JDK executor with one thread, as RxJava sees it. */
    FROM_SINGLE_THREAD {
      @Override
      Started start() {
        var executor = Executors.newSingleThreadScheduledExecutor();
        return new Started(Schedulers.from(executor), executor::shutdown);
      }
    },
    /** Netty's NIO loop, as RxJava sees a scheduled executor. */
    FROM_NETTY {
      @Override
      Started start() {
        var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        return new Started(Schedulers.from(group.next()), () -> NettyPeer.shutDown(group));
      }
    },
    /** A Vert.x context, as RxJava sees an executor. */
    FROM_VERTX {
      @Override
      Started start() {
        VertxPeer vertx = new VertxPeer(Vertx.vertx());
        return new Started(Schedulers.from(vertx), vertx::close);
      }
    },
    /** Reactor's scheduler with one thread, as RxJava sees an executor. */
    FROM_REACTOR_SINGLE {
      @Override
      Started start() {
        var single = reactor.core.scheduler.Schedulers.newSingle("reactor-single");
        return new Started(Schedulers.from(single::schedule), single::dispose);
      }
    };

    abstract Started start();
  }

  /** A running scheduler. */
  record Started(Scheduler scheduler, Runnable closing) {}

  /** The scheduler that is measured. */
  @State(Scope.Benchmark)
  public static class Subject {
    @Param public RxPeer peer = RxPeer.ONELOOP;
    Started started;
    Scheduler scheduler;

    @Setup
    public void start() {
      started = peer.start();
      scheduler = started.scheduler();
    }

    @TearDown
    public void stop() {
      started.closing().run();
    }
  }

  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public void observeOnMillion(Subject subject) {
    Flowable.range(1, ITEMS).observeOn(subject.scheduler).ignoreElements().blockingAwait();
  }

  /** Sources that are subscribed to on the scheduler, each by itself. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public void subscribeOn(Subject subject, Signal last) {
    for (int i = 0; i < TASKS; i++) {
      Completable.fromAction(RxBenchmark::nothing).subscribeOn(subject.scheduler).subscribe();
    }
    Completable.fromRunnable(last).subscribeOn(subject.scheduler).subscribe();
    last.await();
  }

  /**
   * As {@link #subscribeOn}, merged. Most of this is {@code flatMap}'s list of the sources that
   * have not ended, which it copies whenever one comes or goes: the faster they come, the longer it
   * is.
   */
  @Benchmark
  @OperationsPerInvocation(SOURCES)
  public void subscribeOnManySources(Subject subject) {
    Observable.range(1, SOURCES)
        .flatMap(i -> Observable.just(i).subscribeOn(subject.scheduler))
        .ignoreElements()
        .blockingAwait();
  }

  @Benchmark
  @OperationsPerInvocation(TASKS)
  public void workerSchedule(Subject subject, Signal last) {
    Scheduler.Worker worker = subject.scheduler.createWorker();
    worker.schedule(() -> {
      for (int i = 0; i < TASKS; i++) {
        worker.schedule(RxBenchmark::nothing);
      }
      worker.schedule(last);
    });
    last.await();
    worker.dispose();
  }

  @Benchmark
  @OperationsPerInvocation(TASKS)
  public void timerAndDispose(Subject subject, Signal last) {
    Scheduler.Worker worker = subject.scheduler.createWorker();
    worker.schedule(() -> {
      for (int i = 0; i < TASKS; i++) {
        worker.schedule(RxBenchmark::nothing, 1, TimeUnit.MINUTES).dispose();
      }
      last.run();
    });
    last.await();
    worker.dispose();
  }

  /** Ticks that are all late: what a tick costs, not how long it waits. */
  @Benchmark
  @OperationsPerInvocation(TICKS)
  public void interval(Subject subject) {
    Flowable.interval(0, 1, TimeUnit.NANOSECONDS, subject.scheduler)
        .onBackpressureDrop()
        .take(TICKS)
        .ignoreElements()
        .blockingAwait();
  }

  private static void nothing() {}
}
