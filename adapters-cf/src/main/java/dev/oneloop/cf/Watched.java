package dev.oneloop.cf;

/** Marks a future whose failure somebody has promised to look after. */
final class Watched extends PlainExtra {
  @Override
  public void completed(PinnedFuture<?> future) {}
}
