package dev.oneloop.cf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an executor that wait for their time, in the order of submission. To be guarded by
 * whoever uses it.
 */
final class TaskList {
  private @Nullable TimedTask first;
  private @Nullable TimedTask last;

  boolean isEmpty() {
    return first == null;
  }

  void add(TimedTask task) {
    TimedTask end = last;
    task.before = end;
    task.listed = true;
    last = task;
    if (end == null) {
      first = task;
    } else {
      end.after = task;
    }
  }

  /** False if the task is not in the list. */
  boolean remove(TimedTask task) {
    if (!task.listed) {
      return false;
    }
    TimedTask before = task.before;
    TimedTask after = task.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    task.before = null;
    task.after = null;
    task.listed = false;
    return true;
  }

  List<TimedTask> copy() {
    List<TimedTask> all = new ArrayList<>();
    for (TimedTask task = first; task != null; task = task.after) {
      all.add(task);
    }
    return all;
  }
}
