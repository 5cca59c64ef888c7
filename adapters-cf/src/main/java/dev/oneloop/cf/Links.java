package dev.oneloop.cf;

import org.jspecify.annotations.Nullable;

/**
 * The links of a node in a {@link TaskList}; null while it is in none. Guarded by the list's owner.
 */
interface Links {
  @Nullable Links before();

  void before(@Nullable Links node);

  @Nullable Links after();

  void after(@Nullable Links node);
}
