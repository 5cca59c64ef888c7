package dev.oneloop.cf;

import org.jspecify.annotations.Nullable;

/** An extra that is no timer as well, and so can have its link here. */
abstract class PlainExtra implements Extra {
  private volatile @Nullable Epilogue following;

  @Override
  public final @Nullable Epilogue following() {
    return following;
  }

  @Override
  public final void follow(@Nullable Epilogue next) {
    following = next;
  }
}
