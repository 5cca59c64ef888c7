package dev.oneloop.cf;

import org.jspecify.annotations.Nullable;

/** An epilogue that is put in front of others. */
interface Extra extends Epilogue {
  /** Says what follows: before this is published, and when the upstream changes. */
  void follow(@Nullable Epilogue following);
}
