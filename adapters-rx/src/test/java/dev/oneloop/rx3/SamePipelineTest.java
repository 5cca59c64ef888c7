package dev.oneloop.rx3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.SimulatedLoop;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;

/** One pipeline, whatever drives the loop. */
class SamePipelineTest extends RxTestBase {

  @Test
  void emitsTheSameOnEveryKindOfLoop() throws Exception {
    List<String> simulated = new ArrayList<>();
    SimulatedLoop virtual = Loops.simulated();
    CountDownLatch ended = new CountDownLatch(1);
    start(LoopSchedulers.from(virtual), simulated, ended);
    virtual.runUntilQuiescent();
    assertEquals(0, ended.getCount());
    // 20 merged and numbered items, 20 delayed ones in three groups, and the end.
    assertEquals(41, simulated.size());
    virtual.close();

    try (ManagedLoop own = Loops.start("own");
        ManagedLoop swing = Loops.on(SwingUtilities::invokeLater)) {
      assertEquals(simulated, runOn(own, false));
      assertEquals(simulated, runOn(swing, false));
      assertEquals(simulated, runOn(own, true));
      assertEquals(simulated, runOn(swing, true));
    }
  }

  private static List<String> runOn(ManagedLoop loop, boolean throughLoop) throws Exception {
    List<String> emitted = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch ended = new CountDownLatch(1);
    LoopScheduler scheduler = LoopSchedulers.from(loop);
    if (throughLoop) {
      loop.execute(() -> start(scheduler, emitted, ended));
    } else {
      start(scheduler, emitted, ended);
    }
    assertTrue(ended.await(60, TimeUnit.SECONDS));
    return List.copyOf(emitted);
  }

  /** Its order depends on deadlines and on first in, first out, but not on how late timers are. */
  private static void start(LoopScheduler scheduler, List<String> emitted, CountDownLatch ended) {
    Observable<String> numbers =
        Flowable.range(0, 20)
            .subscribeOn(scheduler)
            .observeOn(scheduler)
            .flatMap(i -> Flowable.just(i).observeOn(scheduler))
            .map(i -> "number " + i)
            .toObservable();
    Observable<String> groups =
        Observable.range(0, 20)
            .concatMap(i -> Observable.just(i).delay(i % 3, TimeUnit.MILLISECONDS, scheduler))
            .groupBy(i -> i % 3)
            .flatMap(group -> group.map(i -> "group " + group.getKey() + ": " + i));
    Disposable unused =
        Observable.concat(numbers, groups)
            .observeOn(scheduler)
            .doFinally(ended::countDown)
            .subscribe(emitted::add, e -> emitted.add(e.toString()), () -> emitted.add("end"));
  }
}
