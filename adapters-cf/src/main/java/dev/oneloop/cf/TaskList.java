package dev.oneloop.cf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an executor that have not started, in the order of submission. A ring of which this
 * is a node itself, so that there are no special cases at the ends.
 */
final class TaskList implements Links {
  private @Nullable Links first = this;
  private @Nullable Links last = this;

  boolean isEmpty() {
    return first == this;
  }

  void add(Tracked task) {
    Links end = last;
    task.before(end);
    task.after(this);
    if (end != null) {
      end.after(task);
    }
    last = task;
  }

  /** False if the task is not in the list. */
  boolean remove(Tracked task) {
    Links before = task.before();
    Links after = task.after();
    if (before == null || after == null) {
      return false;
    }
    before.after(after);
    after.before(before);
    task.before(null);
    task.after(null);
    return true;
  }

  List<Tracked> copy() {
    List<Tracked> all = new ArrayList<>();
    for (Links node = first; node instanceof Tracked task; node = task.after()) {
      all.add(task);
    }
    return all;
  }

  @Override
  public @Nullable Links before() {
    return last;
  }

  @Override
  public void before(@Nullable Links node) {
    last = node;
  }

  @Override
  public @Nullable Links after() {
    return first;
  }

  @Override
  public void after(@Nullable Links node) {
    first = node;
  }
}
