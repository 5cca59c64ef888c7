package dev.oneloop;

import static java.nio.channels.SelectionKey.OP_READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelectingCallerLoopTest {
  private final ManualIoLoop loop = Loops.builder().selectingManual();
  private final List<String> seen = new ArrayList<>();
  private Pipe pipe;

  @BeforeEach
  void open() throws Exception {
    pipe = Pipe.open();
    pipe.source().configureBlocking(false);
  }

  @AfterEach
  void close() throws Exception {
    loop.close();
    pipe.source().close();
    pipe.sink().close();
  }

  /** Registers the pipe, so that the loop's selector knows it. */
  private IoRegistration register() throws Exception {
    IoRegistration registration =
        loop.register(
            pipe.source(), OP_READ, (self, ops) -> seen.add(IoLoopContract.read(pipe.source())));
    loop.poll();
    return registration;
  }

  @Test
  void pollRunsHandlersOfReadyChannelsWithoutWaiting() throws Exception {
    register();

    assertEquals(0, loop.poll());
    IoLoopContract.write(pipe, "x");
    assertEquals(1, loop.poll());

    assertEquals(List.of("x"), seen);
  }

  @Test
  void runOnceWaitsForAChannel() throws Exception {
    register();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> {
          try {
            IoLoopContract.write(pipe, "x");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });

    assertEquals(1, loop.runOnce());

    assertEquals(List.of("x"), seen);
    IoLoopContract.await(writing);
  }

  @Test
  void runUntilIdleSeesWhatItsOwnTasksMakeReady() throws Exception {
    register();
    loop.execute(() -> {
      try {
        IoLoopContract.write(pipe, "x");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });

    loop.runUntilIdle();

    assertEquals(List.of("x"), seen);
  }

  @Test
  void runReturnsWhenTheLastRegistrationHasEnded() throws Exception {
    IoRegistration registration = register();
    loop.schedule(registration::close, Duration.ofMillis(1));

    loop.run();

    assertFalse(registration.isValid());
  }

  @Test
  void runReturnsWhenTheLastChannelWasClosed() throws Exception {
    List<Throwable> causes = new ArrayList<>();
    loop.register(
        pipe.source(),
        OP_READ,
        new IoHandler() {
          @Override
          public void ready(IoRegistration registration, int ops) {}

          @Override
          public void closed(IoRegistration registration, Throwable cause) {
            causes.add(cause);
          }
        });
    loop.execute(() -> {
      try {
        pipe.source().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });

    loop.run();

    assertEquals(1, causes.size());
    assertTrue(causes.get(0) instanceof AsynchronousCloseException);
  }

  @Test
  void timerStartsAtItsDeadlineAndNotBefore() {
    long deadline = loop.deadlineAfter(1_500_000);
    long[] started = new long[1];
    loop.scheduleAt(deadline, () -> started[0] = loop.clock().nanoTime());

    loop.run();

    assertTrue(started[0] - deadline >= 0);
  }

  @Test
  void waiterOfTheUsersIsRefused() {
    LoopBuilder builder = Loops.builder().waiter(new ParkWaiter());

    assertThrows(IllegalStateException.class, builder::selectingManual);
  }
}
