package dev.oneloop;

/** Carries a foreign Runnable through the inbox; it is unpacked on the other side. */
final class RunnableTask extends LoopTask {
  final Runnable task;

  RunnableTask(Runnable task) {
    this.task = task;
  }

  @Override
  public void run() {
    task.run();
  }
}
