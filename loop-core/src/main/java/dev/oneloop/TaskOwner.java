package dev.oneloop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An {@linkplain EventLoop#attachment attachment} that answers for plain tasks: for those that are
 * no {@link LoopTask}, and so cannot be told themselves that the loop has shut down, nor say what
 * they belong to.
 *
 * <p>When a loop hands back tasks that have not started, it offers each plain one to its
 * attachments that implement this.
 */
public interface TaskOwner {

  /**
   * Takes a task back, if it is one of the owner's: the loop will not run it. Called where {@link
   * LoopTask#rejected} is.
   *
   * @return whether it is settled now; if nobody says so the loop reports it as dropped
   */
  boolean takeBack(Runnable task, Throwable cause);

  /**
   * Whether a task is one of the owner's that was cancelled while it waits: it counts as pending no
   * more, and is no reason to run the loop. Called on any thread, also about tasks of others.
   */
  default boolean isCancelled(Runnable task) {
    return false;
  }

  /**
   * What a task belongs to, if it is one of the owner's: as {@link LoopTask#source()}. Called when
   * it is submitted to a simulated loop that tries out other orders, on the submitting thread.
   *
   * @return null if it is not, or belongs to the task that submitted it
   */
  default @Nullable Object sourceOf(Runnable task) {
    return null;
  }

  /**
   * A name for a task, if it is one of the owner's, to be read in a trace of a simulated run.
   *
   * @return null if it is not; it is called by its {@code toString} then
   */
  default @Nullable String nameOf(Runnable task) {
    return null;
  }

  /**
   * What waits on this loop, for what, one line each: for people who wonder why nothing happens any
   * more. Called on the loop, or while nobody drives it.
   */
  default List<String> waiting() {
    return List.of();
  }
}
