package dev.oneloop.cf;

import org.jspecify.annotations.Nullable;

/** Marks a future whose failure somebody has promised to look after. */
final class Watched implements Extra {
  private volatile @Nullable Epilogue following;

  @Override
  public void completed(PinnedFuture<?> future) {}

  @Override
  public @Nullable Epilogue following() {
    return following;
  }

  @Override
  public void follow(@Nullable Epilogue next) {
    following = next;
  }
}
