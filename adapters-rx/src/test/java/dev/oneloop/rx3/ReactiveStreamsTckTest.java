package dev.oneloop.rx3;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.oneloop.Loops;
import dev.oneloop.ManagedLoop;
import io.reactivex.rxjava3.core.Flowable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** The compatibility kit of Reactive Streams, which is made of TestNG tests, shown to JUnit. */
class ReactiveStreamsTckTest {

  @TestFactory
  Stream<DynamicTest> observeOn() {
    return verify(ObserveOn.class);
  }

  @TestFactory
  Stream<DynamicTest> observeOnImmediate() {
    return verify(ObserveOnImmediate.class);
  }

  @TestFactory
  Stream<DynamicTest> observeOnSliced() {
    return verify(ObserveOnSliced.class);
  }

  /** Streams that are delivered on a loop. */
  public abstract static class OnLoopVerification extends PublisherVerification<Long> {
    private final ManagedLoop loop = Loops.start("tck");
    private final TestEnvironment environment;

    OnLoopVerification() {
      this(new TestEnvironment(2_000, 50));
    }

    private OnLoopVerification(TestEnvironment environment) {
      super(environment);
      this.environment = environment;
    }

    abstract Flowable<Long> onLoop(Flowable<Long> source, ManagedLoop target);

    @BeforeClass
    public void checkLoop() {
      assertTrue(!loop.isShutdown());
    }

    @AfterClass
    public void closeLoop() {
      loop.close();
    }

    @Override
    public Publisher<Long> createPublisher(long elements) {
      return onLoop(Flowable.rangeLong(0, elements), loop);
    }

    /** The kit's own gives the garbage collector 100 ms, which is too short on a busy machine. */
    @Override
    @Test
    public void
        required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber()
            throws Throwable {
      Publisher<Long> publisher = createPublisher(3);
      WeakReference<?> subscriber = subscribeAndCancel(publisher);
      for (int attempt = 0; attempt < 100; attempt++) {
        System.gc();
        if (subscriber.refersTo(null)) {
          return;
        }
        CountDownLatch turn = new CountDownLatch(1);
        loop.execute(turn::countDown);
        turn.await();
      }
      fail(publisher + " still refers to a subscriber that has cancelled");
    }

    private WeakReference<?> subscribeAndCancel(Publisher<Long> publisher) throws Throwable {
      TestEnvironment.ManualSubscriber<Long> subscriber =
          environment.newManualSubscriber(publisher);
      subscriber.requestNextElement();
      subscriber.cancel();
      return new WeakReference<>(subscriber);
    }

    @Override
    public Publisher<Long> createFailedPublisher() {
      return onLoop(Flowable.error(new IllegalStateException("failed")), loop);
    }
  }

  /** On the loop's scheduler. */
  public static final class ObserveOn extends OnLoopVerification {
    @Override
    Flowable<Long> onLoop(Flowable<Long> source, ManagedLoop target) {
      return source.observeOn(LoopSchedulers.from(target));
    }
  }

  /** On the loop's immediate scheduler. */
  public static final class ObserveOnImmediate extends OnLoopVerification {
    @Override
    Flowable<Long> onLoop(Flowable<Long> source, ManagedLoop target) {
      return source.observeOn(LoopSchedulers.immediate(target));
    }
  }

  /** In slices. */
  public static final class ObserveOnSliced extends OnLoopVerification {
    @Override
    Flowable<Long> onLoop(Flowable<Long> source, ManagedLoop target) {
      return source.compose(LoopTransformers.<Long>observeOnSliced(target, 4));
    }
  }

  private static Stream<DynamicTest> verify(Class<? extends OnLoopVerification> verification) {
    List<DynamicTest> results = new ArrayList<>();
    TestNG kit = new TestNG(false);
    kit.setVerbose(0);
    kit.setTestClasses(new Class<?>[] {verification});
    kit.addListener(
        new ITestListener() {
          @Override
          public void onTestSuccess(ITestResult result) {
            add(result, () -> {});
          }

          @Override
          public void onTestFailure(ITestResult result) {
            add(
                result,
                () -> {
                  throw result.getThrowable();
                });
          }

          @Override
          public void onTestSkipped(ITestResult result) {
            Throwable reason = result.getThrowable();
            add(result, () -> Assumptions.abort(String.valueOf(reason)));
          }

          private void add(ITestResult result, org.junit.jupiter.api.function.Executable outcome) {
            results.add(DynamicTest.dynamicTest(result.getName(), outcome));
          }
        });
    kit.run();
    assertTrue(results.size() > 30, () -> "The kit ran only " + results.size() + " tests");
    return results.stream();
  }
}
