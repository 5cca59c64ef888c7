package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop's task decorator carries thread-local context to wherever work goes on. */
class ContextPropagationTest {
  private static final ThreadLocal<@Nullable String> REQUEST = new ThreadLocal<>();

  private final ContextSnapshotFactory snapshots =
      ContextSnapshotFactory.builder()
          .contextRegistry(new ContextRegistry().registerThreadLocalAccessor("request", REQUEST))
          .clearMissing(true)
          .build();
  private final ManagedLoop loop =
      Loops.builder()
          .name("context")
          .taskDecorator(task -> snapshots.captureAll().wrap(task))
          .start();
  private final LoopExecutor executor = LoopExecutor.of(loop);
  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    REQUEST.remove();
    loop.close();
    pool.shutdown();
  }

  @Test
  void everyHopCarriesTheContextOfTheSubmitter() {
    List<String> seen = new CopyOnWriteArrayList<>();
    REQUEST.set("r1");
    LoopFuture<@Nullable Void> chain =
        executor
            .supplyAsync(() -> seen.add("supply " + REQUEST.get()))
            .thenRun(() -> seen.add("stage " + REQUEST.get()))
            .thenRunAsync(() -> seen.add("async " + REQUEST.get()))
            .thenCompose(x -> executor.delay(Duration.ofMillis(1)))
            .thenRun(() -> seen.add("timer " + REQUEST.get()))
            .thenRunAsync(
                () -> seen.add("pool " + REQUEST.get()),
                task -> pool.execute(snapshots.captureAll().wrap(task)))
            .thenRun(() -> seen.add("back " + REQUEST.get()));
    REQUEST.set("r2");
    chain.orTimeout(1, TimeUnit.MINUTES).join();
    assertEquals(
        List.of("supply r1", "stage r1", "async r1", "timer r1", "pool r1", "back r1"), seen);
  }

  @Test
  void contextDoesNotLeakIntoTheNextTask() {
    REQUEST.set("r1");
    LoopFuture<@Nullable String> first = executor.supplyAsync(REQUEST::get);
    REQUEST.remove();
    LoopFuture<@Nullable String> second = executor.supplyAsync(REQUEST::get);
    assertEquals("r1", first.join());
    assertNull(second.join());
  }
}
