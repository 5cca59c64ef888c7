package dev.oneloop.cf;

/** Lets the cancellation of a future go on to where its outcome would have come from. */
final class CancelLink extends PlainExtra {
  @Override
  public void completed(PinnedFuture<?> future) {
    if (!future.cancelled()) {
      return;
    }
    // The upstream comes last, and has not let go of its sources yet.
    for (Epilogue e = following(); e != null; e = e.following()) {
      if (e instanceof Upstream upstream) {
        PinnedFuture.cancelSources(upstream, future);
      }
    }
  }
}
