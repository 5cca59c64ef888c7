package dev.oneloop.testkit;

import dev.oneloop.EventLoop;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.VirtualClock;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What a test may ask for that belongs to its loop. */
final class LoopParameters {
  /** By name, since the types may be absent. */
  private static final Map<String, Adapter> ADAPTERS =
      Map.of(
          "dev.oneloop.cf.LoopExecutor", Adapter.CF,
          "dev.oneloop.kotlin.LoopDispatcher", Adapter.KOTLIN,
          "dev.oneloop.rx3.LoopScheduler", Adapter.RX,
          "io.reactivex.rxjava3.core.Scheduler", Adapter.RX,
          "kotlinx.coroutines.CoroutineDispatcher", Adapter.KOTLIN,
          "kotlinx.coroutines.MainCoroutineDispatcher", Adapter.KOTLIN);

  private LoopParameters() {}

  static boolean supports(Class<?> type) {
    return isLoop(type) || type == VirtualClock.class || ADAPTERS.containsKey(type.getName());
  }

  private static boolean isLoop(Class<?> type) {
    return EventLoop.class.isAssignableFrom(type) && type.isAssignableFrom(SimulatedLoop.class);
  }

  static Object resolve(Class<?> type, SimulatedLoop loop) {
    if (isLoop(type)) {
      return loop;
    }
    if (type == VirtualClock.class) {
      return loop.clock();
    }
    Adapter adapter = ADAPTERS.get(type.getName());
    if (adapter == null || !adapter.isPresent()) {
      throw new ParameterResolutionException(
          "A "
              + type.getSimpleName()
              + " of the test's loop needs "
              + (adapter == null ? "an adapter" : "dev.oneloop:" + adapter.artifact)
              + " on the class path");
    }
    Function<SimulatedLoop, Object> source =
        switch (adapter) {
          case CF -> CfAdapter::executor;
          case KOTLIN -> KotlinAdapter::dispatcher;
          case RX -> RxAdapter::scheduler;
        };
    return source.apply(loop);
  }
}
