package dev.oneloop;

import static java.nio.channels.SelectionKey.OP_READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class SelectingHostedLoopTest extends IoLoopContract {
  private static final ThreadFactory DAEMONS =
      task -> {
        Thread thread = new Thread(task, "host");
        thread.setDaemon(true);
        return thread;
      };

  private static final ExecutorService HOST = Executors.newFixedThreadPool(4, DAEMONS);

  @Override
  IoLoop newLoop(LoopBuilder builder) {
    return builder.selectingOn(HOST::execute);
  }

  @Test
  void handlersRunOnTheHost() throws Exception {
    Pipe pipe = pipe();
    CompletableFuture<String> thread = new CompletableFuture<>();
    loop.register(
        pipe.source(),
        OP_READ,
        (registration, ops) -> {
          read(pipe.source());
          thread.complete(Thread.currentThread().getName());
        });

    write(pipe, "x");

    assertEquals("host", await(thread));
  }

  @Test
  void hostIsNotAskedAgainForAChannelWhoseHandlerHasNotRun() throws Exception {
    BlockingQueue<Runnable> pumps = new LinkedBlockingQueue<>();
    try (IoLoop slow = Loops.builder().selectingOn(pumps::add)) {
      Pipe first = pipe();
      Pipe second = pipe();
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();
      slow.register(first.source(), OP_READ, (self, ops) -> seen.add("1" + read(first.source())));
      take(pumps).run();
      slow.register(second.source(), OP_READ, (self, ops) -> seen.add("2" + read(second.source())));
      take(pumps).run();

      write(first, "x");
      Runnable pump = take(pumps);
      write(second, "y");
      while (slow.metrics().pendingTasks() < 2) {
        Thread.onSpinWait();
      }

      assertTrue(pumps.isEmpty());
      assertTrue(seen.isEmpty());
      pump.run();
      while (seen.size() < 2) {
        // A turn on a slow machine may have run out of time.
        take(pumps).run();
      }
      assertEquals("1x", take(seen));
      assertEquals("2y", take(seen));
      slow.shutdown();
      while (!slow.isTerminated()) {
        take(pumps).run();
      }
    }
  }

  @Test
  void selectingThreadEndsWithTheLoop() throws Exception {
    IoLoop short_ = Loops.builder().name("short").selectingOn(HOST::execute);
    Pipe pipe = pipe();
    CompletableFuture<Thread> selecting = new CompletableFuture<>();
    short_.register(pipe.source(), OP_READ, (registration, ops) -> {});
    callOn(
        short_,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("short-selector"))
                .findAny()
                .map(selecting::complete));

    short_.close();

    Thread thread = await(selecting);
    thread.join(30_000);
    assertFalse(thread.isAlive());
  }

  @Test
  void selectorThatReturnsWithoutReasonIsReplaced() throws Exception {
    FakeSelectors selectors =
        new FakeSelectors(FakeSelector::new, FakeSelector::new, Selector::open);
    try (IoLoop io =
        new SelectingHostedLoop(
            Loops.builder(), HOST::execute, new SelectorThread(selectors, "selecting"))) {
      Pipe pipe = pipe();
      CompletableFuture<String> seen = new CompletableFuture<>();
      write(pipe, "x");

      io.register(
          pipe.source(), OP_READ, (registration, ops) -> seen.complete(read(pipe.source())));

      assertEquals("x", await(seen));
      assertEquals(3, selectors.opened());
    }
  }
}
