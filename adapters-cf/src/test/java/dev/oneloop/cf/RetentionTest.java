package dev.oneloop.cf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.EventLoop;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.ManualLoop;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What may be collected is collected, and no timers or threads are left behind. */
@SuppressWarnings("FutureReturnValueIgnored")
class RetentionTest {
  private final ManualLoop loop = Loops.manual();
  private final LoopExecutor executor = LoopExecutor.of(loop);

  private static final ReferenceQueue<Object> COLLECTED = new ReferenceQueue<>();

  private static void awaitCollected(WeakReference<?> reference) throws InterruptedException {
    while (reference.get() != null) {
      System.gc();
      // Returns as soon as something is collected; what that is does not matter.
      COLLECTED.remove(100);
    }
  }

  private static WeakReference<Object> weak(Object object) {
    return new WeakReference<>(object, COLLECTED);
  }

  @Test
  void aForgottenPendingFutureAndItsStagesAreCollected() throws InterruptedException {
    LoopFuture<Integer> forgotten = executor.incompleteFuture();
    forgotten.thenApply(x -> x).thenApply(x -> x);
    WeakReference<Object> reference = weak(forgotten);
    forgotten = null;
    awaitCollected(reference);
  }

  @Test
  void aPendingStageKeepsItsSourceSoThatTheCloseFindsIt() throws InterruptedException {
    LoopFuture<Integer> stage = executor.<Integer>incompleteFuture().thenApply(x -> x);
    WeakReference<Object> garbage = weak(new Object());
    awaitCollected(garbage);
    System.gc();
    loop.close();
    assertTrue(stage.isCompletedExceptionally());
  }

  @Test
  void aCompleteStageLetsGoOfItsSourceAndFunction() throws InterruptedException {
    Object captured = new Object();
    LoopFuture<byte[]> source = executor.incompleteFuture();
    LoopFuture<Integer> stage = source.thenApply(bytes -> bytes.length + 0 * captured.hashCode());
    source.complete(new byte[1024]);
    loop.runUntilIdle();
    WeakReference<Object> reference = weak(source);
    source = null;
    awaitCollected(reference);
    assertEquals(1024, stage.join());
  }

  @Test
  void anExecutorDoesNotHoldTheOutcomeOfItsLastTask() throws InterruptedException {
    WeakReference<Object> supplied = weak(executor.supplyAsync(() -> new byte[1024]));
    loop.runUntilIdle();
    awaitCollected(supplied);
    WeakReference<Object> cancelled = weak(executor.supplyAsync(() -> new byte[1024]));
    ((Future<?>) Objects.requireNonNull(cancelled.get())).cancel(false);
    loop.runUntilIdle();
    awaitCollected(cancelled);
  }

  @Test
  void aChainWithASlidingHeadDoesNotGrow() throws InterruptedException {
    LoopFuture<byte[]> head = executor.completedFuture(new byte[1 << 20]);
    Deque<WeakReference<Object>> old = new ArrayDeque<>();
    for (int i = 0; i < 500; i++) {
      old.add(weak(head));
      head = head.thenApply(x -> new byte[1 << 20]);
      loop.runUntilIdle();
    }
    awaitCollected(old.getFirst());
    awaitCollected(old.getLast());
    assertTrue(head.isDone());
  }

  @Test
  void cancelledStagesLeaveAFutureThatIsNeverCompleted() {
    LoopFuture<Integer> never = executor.incompleteFuture();
    LoopFuture<Integer> kept = never.thenApply(x -> x);
    Deque<LoopFuture<?>> window = new ArrayDeque<>();
    loop.execute(() -> {
      for (int i = 0; i < 50_000; i++) {
        window.add(never.thenApply(x -> x));
        window.add(never.applyToEither(executor.completedFuture(1), x -> x));
        while (window.size() > 10) {
          window.removeFirst().cancel(false);
        }
      }
    });
    loop.runUntilIdle();
    int held = 0;
    for (Dependent node = never.newestDependent(); node != null; node = node.next) {
      held++;
    }
    assertTrue(held < 200, "nodes still held: " + held);
    assertFalse(kept.isDone());
  }

  @Test
  void timersLeaveWithTheirFutures() {
    for (int i = 0; i < 100_000; i++) {
      LoopFuture<Integer> future = executor.<Integer>incompleteFuture().observed();
      future.orTimeout(1, TimeUnit.HOURS).completeOnTimeout(1, 2, TimeUnit.HOURS);
      if (i % 2 == 0) {
        future.complete(1);
      } else {
        future.completeExceptionally(new IllegalStateException("expected"));
      }
    }
    LoopFuture<@Nullable Void> delay = executor.delay(Duration.ofHours(1));
    delay.cancel(true);
    assertEquals(0, loop.metrics().timers());
    assertEquals(0, loop.metrics().pendingTasks());
  }

  @Test
  void aLongLivedLoopDoesNotHoldTheClassLoaderOfWhoUsedIt() throws Exception {
    ManagedLoop shared = Loops.start("shared");
    ClassLoader plugin = new PluginLoader();
    Class<?> user = plugin.loadClass(PluginUse.class.getName());
    CompletableFuture<?> done =
        (CompletableFuture<?>) user.getMethod("run", EventLoop.class).invoke(null, shared);
    done.join();
    WeakReference<Object> reference = weak(plugin);
    plugin = null;
    user = null;
    done = null;
    awaitCollected(reference);
    shared.close();
  }

  /** What a plugin does; loaded, with the adapter, by a loader of its own. */
  public static final class PluginUse {
    private PluginUse() {}

    public static CompletableFuture<?> run(EventLoop loop) {
      LoopExecutor on = LoopExecutor.of(loop);
      on.<Integer>incompleteFuture().observed().orTimeout(1, TimeUnit.HOURS).complete(1);
      on.incompleteFuture().thenRun(() -> {});
      return on.supplyAsync(() -> 1).thenApplyAsync(x -> x + 1);
    }
  }

  private static final class PluginLoader extends ClassLoader {
    PluginLoader() {
      super(RetentionTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.oneloop.cf.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (@Nullable InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
