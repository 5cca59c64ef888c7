package dev.oneloop.rx3;

import dev.oneloop.Registration;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.List;

/** Lets a scheduler stand in for one of RxJava's four standard ones. */
final class SchedulerLayer extends Layer<Function<? super Scheduler, ? extends Scheduler>>
    implements Function<Scheduler, Scheduler> {
  private static final List<Slot<Function<? super Scheduler, ? extends Scheduler>>> STANDARD =
      List.of(
          new Slot<>(
              RxJavaPlugins::getComputationSchedulerHandler,
              RxJavaPlugins::setComputationSchedulerHandler),
          new Slot<>(RxJavaPlugins::getIoSchedulerHandler, RxJavaPlugins::setIoSchedulerHandler),
          new Slot<>(
              RxJavaPlugins::getSingleSchedulerHandler, RxJavaPlugins::setSingleSchedulerHandler),
          new Slot<>(
              RxJavaPlugins::getNewThreadSchedulerHandler,
              RxJavaPlugins::setNewThreadSchedulerHandler));

  private final Scheduler scheduler;

  private SchedulerLayer(
      Slot<Function<? super Scheduler, ? extends Scheduler>> slot, Scheduler scheduler) {
    super(slot);
    this.scheduler = scheduler;
  }

  static Registration replaceStandard(Scheduler scheduler) {
    List<Registration> layers =
        STANDARD.stream().map(slot -> new SchedulerLayer(slot, scheduler).install()).toList();
    return () -> layers.forEach(Registration::close);
  }

  @Override
  Function<? super Scheduler, ? extends Scheduler> handler() {
    return this;
  }

  @Override
  public Scheduler apply(Scheduler standard) throws Throwable {
    if (!isClosed()) {
      return scheduler;
    }
    Function<? super Scheduler, ? extends Scheduler> before = below();
    return before == null ? standard : before.apply(standard);
  }
}
