package dev.oneloop;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The objects that adapters keep one of per loop. Keys and values are weak, so that a long-lived
 * loop does not hold the class loader of a plugin that used it.
 */
final class Attachments {
  private static final Map<EventLoop, Attachments> FOREIGN = new WeakHashMap<>();

  /** Guarded by this. */
  private final Map<Class<?>, WeakReference<Object>> values = new WeakHashMap<>();

  static Attachments of(EventLoop loop) {
    synchronized (FOREIGN) {
      return FOREIGN.computeIfAbsent(loop, key -> new Attachments());
    }
  }

  synchronized <T> T get(
      Class<T> type, EventLoop loop, Function<? super EventLoop, ? extends T> factory) {
    WeakReference<Object> reference = values.get(type);
    @Nullable Object value = reference == null ? null : reference.get();
    if (value == null) {
      value = factory.apply(loop);
      values.put(type, new WeakReference<>(value));
    }
    return type.cast(value);
  }

  /** Offers a plain task to whoever may have submitted it. */
  boolean takeBack(Runnable task, Throwable cause) {
    for (TaskOwner owner : owners()) {
      if (owner.takeBack(task, cause)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of those who submit plain tasks says that a task was cancelled. */
  boolean isCancelled(Runnable task) {
    for (TaskOwner owner : owners()) {
      if (owner.isCancelled(task)) {
        return true;
      }
    }
    return false;
  }

  /** What one of those who submit plain tasks says of whose order a task belongs to. */
  @Nullable Object sourceOf(Runnable task) {
    for (TaskOwner owner : owners()) {
      Object source = owner.sourceOf(task);
      if (source != null) {
        return source;
      }
    }
    return null;
  }

  /** What one of those who submit plain tasks calls a task, or what it calls itself. */
  Object nameOf(Runnable task) {
    for (TaskOwner owner : owners()) {
      String name = owner.nameOf(task);
      if (name != null) {
        return name;
      }
    }
    return task;
  }

  synchronized List<TaskOwner> owners() {
    List<TaskOwner> owners = new ArrayList<>();
    for (WeakReference<Object> reference : values.values()) {
      if (reference.get() instanceof TaskOwner owner) {
        owners.add(owner);
      }
    }
    return owners;
  }
}
