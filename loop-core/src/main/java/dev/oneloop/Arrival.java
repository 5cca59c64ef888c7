package dev.oneloop;

/**
 * Something that comes from outside of a simulated loop. When it comes is decided at the first
 * moment at which it could.
 */
final class Arrival extends LoopTimer {
  private final SimLoop loop;
  private final Explorer explorer;
  private final Runnable task;
  private boolean onItsWay;

  Arrival(SimLoop loop, Explorer explorer, Runnable task) {
    this.loop = loop;
    this.explorer = explorer;
    this.task = task;
  }

  @Override
  public void run() {
    if (!onItsWay && !loop.isShutdown()) {
      onItsWay = true;
      long delay = explorer.journey();
      if (delay > 0) {
        loop.scheduleAt(loop.deadlineAfter(delay), this);
        return;
      }
    }
    task.run();
  }

  /** Nobody outside waits for anybody else there. */
  @Override
  protected Object source() {
    return this;
  }

  @Override
  public String toString() {
    return "from outside: " + task;
  }
}
