package dev.oneloop.rx3;

import dev.oneloop.Registration;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of RxJava's four standard schedulers, which others may stand in for. */
final class StandardSchedulers {
  private static final List<StandardSchedulers> ALL =
      List.of(
          new StandardSchedulers(
              RxJavaPlugins::getComputationSchedulerHandler,
              RxJavaPlugins::setComputationSchedulerHandler),
          new StandardSchedulers(
              RxJavaPlugins::getIoSchedulerHandler, RxJavaPlugins::setIoSchedulerHandler),
          new StandardSchedulers(
              RxJavaPlugins::getSingleSchedulerHandler, RxJavaPlugins::setSingleSchedulerHandler),
          new StandardSchedulers(
              RxJavaPlugins::getNewThreadSchedulerHandler,
              RxJavaPlugins::setNewThreadSchedulerHandler));

  private final HandlerStack<Function<? super Scheduler, ? extends Scheduler>, Scheduler> stack;

  private StandardSchedulers(
      Supplier<@Nullable Function<? super Scheduler, ? extends Scheduler>> slot,
      Consumer<@Nullable Function<? super Scheduler, ? extends Scheduler>> setSlot) {
    stack = new HandlerStack<>(slot, setSlot, this::dispatch);
  }

  static Registration replaceAll(Scheduler scheduler) {
    List<Registration> layers = ALL.stream().map(slot -> slot.stack.add(scheduler)).toList();
    return () -> layers.forEach(Registration::close);
  }

  private Scheduler dispatch(Scheduler standard) throws Throwable {
    for (Scheduler newest : stack.layers()) {
      return newest;
    }
    Function<? super Scheduler, ? extends Scheduler> base = stack.base();
    return base == null ? standard : base.apply(standard);
  }
}
