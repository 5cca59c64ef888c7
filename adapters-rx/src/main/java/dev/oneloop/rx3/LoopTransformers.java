package dev.oneloop.rx3;

import dev.oneloop.EventLoop;
import java.util.Objects;

/**
 * Steps for the {@code compose} of a stream that RxJava itself cannot offer, knowing nothing of
 * loops.
 */
public final class LoopTransformers {
  private LoopTransformers() {}

  /**
   * Delivers on a loop, and lets the loop go on after a number of items: after each slice, whatever
   * else waits on the loop has its turn. RxJava's {@code observeOn} keeps the loop until it has
   * delivered all that is there.
   *
   * <p>Items keep their order, and an error waits for those before it. A Flowable is asked for as
   * many items at a time as two slices; an Observable, which cannot be asked, may queue any number.
   *
   * @param sliceSize how many items to deliver in one task of the loop; positive
   */
  public static <T> StreamTransformer<T> observeOnSliced(EventLoop loop, int sliceSize) {
    if (sliceSize <= 0) {
      throw new IllegalArgumentException("A slice must have at least one item, not " + sliceSize);
    }
    return new SlicedTransformer<>(LoopSchedulers.from(loop), sliceSize);
  }

  /**
   * Delivers on a loop the latest item, at most one in each of the loop's turns, and drops those
   * that are outdated by then: for what is shown to people, such as a position or a price.
   *
   * <p>The last item before the end is always delivered. An error waits for it. The source is asked
   * for everything it has; what the receiver has not asked for is replaced by what comes after it.
   */
  public static <T> StreamTransformer<T> observeLatestPerTurn(EventLoop loop) {
    return new LatestTransformer<>(LoopSchedulers.from(loop));
  }

  /**
   * Ends a stream when a loop shuts down, on that loop: before it cancels its timers and refuses
   * what is submitted to it, which would leave the stream waiting for ever.
   *
   * <p>Flowable, Observable and Maybe complete, as if there were nothing more to come; Single and
   * Completable, for which that would be a lie, fail with a {@link
   * java.util.concurrent.CancellationException}. If the loop has shut down already, they do at
   * once. The source is disposed.
   */
  public static <T> AnyTransformer<T> untilClosed(EventLoop loop) {
    return new UntilClosed<>(Objects.requireNonNull(loop, "loop"));
  }
}
