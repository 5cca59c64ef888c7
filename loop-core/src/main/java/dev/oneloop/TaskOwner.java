package dev.oneloop;

/**
 * An {@linkplain EventLoop#attachment attachment} that answers for plain tasks: for those that are
 * no {@link LoopTask}, and so cannot be told themselves that the loop has shut down.
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
}
