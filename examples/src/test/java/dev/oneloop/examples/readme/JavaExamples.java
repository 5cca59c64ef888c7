package dev.oneloop.examples.readme;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.oneloop.EventLoop;
import dev.oneloop.LoopHost;
import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import dev.oneloop.cf.LoopExecutor;
import dev.oneloop.rx3.LoopSchedulers;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** The Java blocks of README.md. */
@SuppressWarnings({"CheckReturnValue", "FutureReturnValueIgnored"}) // as readers would write it
final class JavaExamples {
  private JavaExamples() {}

  static void withALoop(BiConsumer<EventLoop, Map<String, Integer>> examples) {
    // region loop
    ManagedLoop loop = Loops.start("demo"); // or on a run loop you have, or in virtual time
    Map<String, Integer> counts = new HashMap<>(); // shared by all three, without a lock
    // endregion
    examples.accept(loop, counts);
    loop.close();
  }

  static void future(EventLoop loop, Map<String, Integer> counts, Executor pool, Path file) {
    // region future
    LoopExecutor.of(loop)
        .offload(pool, () -> Files.readString(file)) // blocks, so on a pool
        .thenApply(String::length) // back on the loop, and all that follows stays there
        .orTimeout(1, SECONDS) // by the loop's clock
        .thenAccept(length -> counts.merge("future", length, Integer::sum));
    // endregion
  }

  static void rx(EventLoop loop, Map<String, Integer> counts) {
    // region rx
    Scheduler scheduler = LoopSchedulers.from(loop);
    Observable.interval(100, MILLISECONDS, scheduler)
        .take(3)
        .subscribe(tick -> counts.merge("rx", 1, Integer::sum));
    // endregion
  }

  static ManagedLoop onYourOwn(YourRunLoop yours) {
    // region host
    ManagedLoop loop =
        Loops.on(
            new LoopHost() {
              @Override
              public void execute(Runnable pump) {
                yours.post(pump); // run it soon, on your thread
              }

              @Override
              public boolean isHostThread() {
                return yours.isCurrentThread(); // optional
              }
            });
    // endregion
    return loop;
  }

  /** What the reader has. */
  interface YourRunLoop {
    void post(Runnable event);

    boolean isCurrentThread();
  }
}
