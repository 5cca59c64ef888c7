package dev.oneloop;

import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for every loop that waits for channels, whoever drives it. */
abstract class IoLoopContract {
  private static final Duration LONG = Duration.ofSeconds(30);

  final BlockingQueue<LoopFailure> failures = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  final IoLoop loop =
      newLoop(Loops.builder().exceptionHandler((eventLoop, failure) -> failures.add(failure)));

  /** A loop that is driven by itself. */
  abstract IoLoop newLoop(LoopBuilder builder);

  @AfterEach
  void closeAll() throws Exception {
    loop.close();
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
  }

  @Test
  void readyChannelCallsItsHandlerOnTheLoop() throws Exception {
    Pipe pipe = pipe();
    CompletableFuture<String> seen = new CompletableFuture<>();
    loop.register(
        pipe.source(),
        OP_READ,
        (registration, ops) -> {
          assertSame(loop, EventLoop.current());
          seen.complete(ops + ": " + read(pipe.source()));
        });

    write(pipe, "x");

    assertEquals(OP_READ + ": x", await(seen));
  }

  @Test
  void handlerThatLeavesInputUnreadIsCalledAgain() throws Exception {
    Pipe pipe = pipe();
    BlockingQueue<Character> seen = new LinkedBlockingQueue<>();
    ByteBuffer one = ByteBuffer.allocate(1);
    loop.register(
        pipe.source(),
        OP_READ,
        (registration, ops) -> {
          pipe.source().read(one.clear());
          seen.add((char) one.get(0));
        });

    write(pipe, "abc");

    assertEquals('a', take(seen));
    assertEquals('b', take(seen));
    assertEquals('c', take(seen));
  }

  @Test
  void handlerThatWaitsForItsTurnIsQueuedOnce() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (IoLoop slow = newLoop(Loops.builder().turnBudget(1))) {
      Pipe pipe = pipe();
      write(pipe, "x");
      CompletableFuture<Integer> callsAtEnd = new CompletableFuture<>();
      callOn(
          slow,
          () -> {
            slow.register(
                pipe.source(),
                OP_READ,
                (registration, ops) -> {
                  calls.incrementAndGet();
                  read(pipe.source());
                  // Behind whatever else this handler may be queued for.
                  slow.execute(() -> slow.execute(() -> callsAtEnd.complete(calls.get())));
                });
            for (int i = 0; i < 100; i++) {
              slow.execute(() -> {});
            }
            return null;
          });

      assertEquals(1, await(callsAtEnd));
    }
  }

  @Test
  void registrationsOfOneChannelAreCalledEachForItsOwn() throws Exception {
    SocketChannel[] pair = socketPair();
    CompletableFuture<Integer> writable = new CompletableFuture<>();
    CompletableFuture<Integer> readable = new CompletableFuture<>();
    loop.register(
        pair[0],
        OP_READ,
        (registration, ops) -> {
          read(pair[0]);
          readable.complete(ops);
        });
    loop.register(
        pair[0],
        OP_WRITE,
        (registration, ops) -> {
          registration.close();
          writable.complete(ops);
        });

    assertEquals(OP_WRITE, await(writable));
    assertFalse(readable.isDone());
    pair[1].write(ByteBuffer.wrap(new byte[1]));
    assertEquals(OP_READ, await(readable));
  }

  @Test
  void acceptsAndConnects() throws Exception {
    ServerSocketChannel server = server();
    server.configureBlocking(false);
    CompletableFuture<SocketChannel> accepted = new CompletableFuture<>();
    CompletableFuture<Boolean> connected = new CompletableFuture<>();
    loop.register(
        server,
        server.validOps(),
        (registration, ops) -> accepted.complete(closing(server.accept())));
    SocketChannel client = closing(SocketChannel.open());
    client.configureBlocking(false);
    client.connect(server.getLocalAddress());
    loop.register(
        client,
        OP_CONNECT,
        (registration, ops) -> {
          registration.close();
          connected.complete(client.finishConnect());
        });

    assertTrue(await(connected));
    assertTrue(await(accepted).isConnected());
  }

  @Test
  void pausedRegistrationIsNotCalledUntilItIsResumed() throws Exception {
    Pipe paused = pipe();
    Pipe other = pipe();
    CompletableFuture<Integer> called = new CompletableFuture<>();
    IoRegistration registration =
        loop.register(paused.source(), 0, (self, ops) -> called.complete(ops));
    write(paused, "x");

    awaitRoundTrips(other);
    assertFalse(called.isDone());

    assertEquals(0, registration.interestOps());
    registration.interestOps(OP_READ);
    assertEquals(OP_READ, await(called));
    registration.close();
  }

  @Test
  void registrationThatIsClosedInItsHandlerIsNotCalledAgain() throws Exception {
    Pipe pipe = pipe();
    Pipe other = pipe();
    BlockingQueue<Integer> calls = new LinkedBlockingQueue<>();
    loop.register(
        pipe.source(),
        OP_READ,
        (registration, ops) -> {
          registration.close();
          calls.add(ops);
        });
    write(pipe, "x");

    take(calls);
    awaitRoundTrips(other);

    assertTrue(calls.isEmpty());
  }

  @Test
  void registrationThatIsClosedElsewhereIsNotCalledAgain() throws Exception {
    Pipe pipe = pipe();
    Pipe other = pipe();
    AtomicInteger calls = new AtomicInteger();
    IoRegistration registration =
        loop.register(
            pipe.source(),
            OP_READ,
            new IoHandler() {
              @Override
              public void ready(IoRegistration self, int ops) {
                calls.incrementAndGet();
              }

              @Override
              public void closed(IoRegistration self, Throwable cause) {
                calls.incrementAndGet();
              }
            });

    registration.close();
    assertFalse(registration.isValid());
    registration.close();
    write(pipe, "x");
    awaitRoundTrips(other);

    assertEquals(0, calls.get());
    assertThrows(CancelledKeyException.class, () -> registration.interestOps(OP_READ));
  }

  @Test
  void channelCanBeRegisteredAgainInTheSameTask() throws Exception {
    Pipe pipe = pipe();
    CompletableFuture<String> seen = new CompletableFuture<>();
    callOn(
        loop,
        () -> {
          for (int i = 0; i < 3; i++) {
            loop.register(pipe.source(), OP_READ, (registration, ops) -> {}).close();
          }
          return loop.register(
              pipe.source(), OP_READ, (registration, ops) -> seen.complete(read(pipe.source())));
        });

    write(pipe, "x");

    assertEquals("x", await(seen));
  }

  @Test
  void channelCanBlockAgainOnceItsRegistrationIsClosed() throws Exception {
    Pipe pipe = pipe();
    CompletableFuture<Boolean> blocking = new CompletableFuture<>();
    IoRegistration registration = loop.register(pipe.source(), OP_READ, (self, ops) -> {});
    registration.close();

    awaitRoundTrips(pipe());
    loop.execute(() -> {
      try {
        blocking.complete(pipe.source().configureBlocking(true).isBlocking());
      } catch (IOException | RuntimeException e) {
        blocking.completeExceptionally(e);
      }
    });

    assertTrue(await(blocking));
  }

  @Test
  void handlerHearsThatItsChannelWasClosedByATask() throws Exception {
    closeByATask();
  }

  @Test
  void handlerHearsAmongManyThatItsChannelWasClosedByATask() throws Exception {
    for (int i = 0; i < 50; i++) {
      loop.register(pipe().source(), OP_READ, new ClosedProbe());
    }
    closeByATask();
  }

  @Test
  void loopWithManyChannelsIsWokenByEveryTask() throws Exception {
    for (int i = 0; i < 50; i++) {
      loop.register(pipe().source(), OP_READ, (registration, ops) -> {});
    }
    BlockingQueue<Integer> ran = new LinkedBlockingQueue<>();
    for (int i = 0; i < 5_000; i++) {
      int task = i;
      loop.execute(() -> ran.add(task));
      assertEquals(i, take(ran));
    }
  }

  @Test
  void channelsAreServedAmongTimersThatAreAlwaysDue() throws Exception {
    Pipe pipe = pipe();
    CompletableFuture<String> seen = new CompletableFuture<>();
    Runnable always =
        new Runnable() {
          @Override
          public void run() {
            if (!seen.isDone()) {
              loop.schedule(this, Duration.ofNanos(1));
            }
          }
        };
    loop.execute(always);
    loop.register(pipe.source(), OP_READ, (self, ops) -> seen.complete(read(pipe.source())));

    write(pipe, "x");

    assertEquals("x", await(seen));
  }

  @Test
  void handlerHearsThatItClosedItsChannelItself() throws Exception {
    Pipe pipe = pipe();
    ClosedProbe probe =
        new ClosedProbe() {
          @Override
          public void ready(IoRegistration registration, int ops) {
            closeQuietly(pipe.source());
          }
        };
    loop.register(pipe.source(), OP_READ, probe);

    write(pipe, "x");

    assertInstanceOf(AsynchronousCloseException.class, await(probe.cause));
  }

  @Test
  void handlerHearsThatItsChannelWasClosedElsewhereWhenTheLoopWakesUp() throws Exception {
    Pipe pipe = pipe();
    ClosedProbe probe = new ClosedProbe();
    loop.register(pipe.source(), OP_READ, probe);
    callOn(loop, () -> null);

    pipe.source().close();
    loop.execute(() -> {});

    assertInstanceOf(AsynchronousCloseException.class, await(probe.cause));
  }

  @Test
  void channelThatIsClosedBeforeTheLoopSeesItEndsItsRegistration() throws Exception {
    Pipe pipe = pipe();
    ClosedProbe probe = new ClosedProbe();
    CompletableFuture<Void> registered = new CompletableFuture<>();
    loop.execute(registered::join);
    loop.register(pipe.source(), OP_READ, probe);
    pipe.source().close();
    registered.complete(null);

    assertInstanceOf(ClosedChannelException.class, await(probe.cause));
  }

  @Test
  void shutdownTellsHandlersWhileTheLoopStillTakesTasks() throws Exception {
    Pipe pipe = pipe();
    CompletableFuture<Boolean> ranAfterwards = new CompletableFuture<>();
    ClosedProbe probe =
        new ClosedProbe() {
          @Override
          public void closed(IoRegistration registration, Throwable reason) {
            loop.execute(() -> ranAfterwards.complete(loop.inEventLoop()));
            super.closed(registration, reason);
          }
        };
    IoRegistration registration = loop.register(pipe.source(), OP_READ, probe);

    loop.close();

    assertInstanceOf(RejectedExecutionException.class, await(probe.cause));
    assertTrue(await(probe.onLoop));
    assertTrue(await(ranAfterwards));
    assertFalse(registration.isValid());
    assertTrue(pipe.source().isOpen());
  }

  @Test
  void shutdownNowTellsHandlers() throws Exception {
    Pipe pipe = pipe();
    ClosedProbe probe = new ClosedProbe();
    loop.register(pipe.source(), OP_READ, probe);

    loop.shutdownNow();

    assertInstanceOf(RejectedExecutionException.class, await(probe.cause));
    assertTrue(loop.awaitTermination(LONG));
  }

  @Test
  void channelsAreServedWhileAShutdownHookWaits() throws Exception {
    Pipe pipe = pipe();
    CompletableFuture<String> seen = new CompletableFuture<>();
    loop.onShutdown(() -> {
      WorkGuard guard = loop.acquireWorkGuard();
      var unused = seen.thenRun(guard::close);
      writeQuietly(pipe, "x");
    });
    loop.register(
        pipe.source(), OP_READ, (registration, ops) -> seen.complete(read(pipe.source())));

    loop.close();

    assertEquals("x", seen.getNow("nothing"));
  }

  @Test
  void registrationAfterShutdownIsRejected() throws Exception {
    Pipe pipe = pipe();
    loop.close();

    RejectedExecutionException e =
        assertThrows(
            RejectedExecutionException.class,
            () -> loop.register(pipe.source(), OP_READ, (registration, ops) -> {}));
    assertMentions(loop.name(), e);
  }

  @Test
  void unsuitableChannelsAreRefused() throws Exception {
    Pipe pipe = Pipe.open();
    IoHandler handler = (registration, ops) -> {};

    IllegalStateException blocking =
        assertThrows(
            IllegalStateException.class, () -> loop.register(pipe.source(), OP_READ, handler));
    assertMentions("configureBlocking(false)", blocking);
    pipe.source().configureBlocking(false);
    IllegalArgumentException wrongOps =
        assertThrows(
            IllegalArgumentException.class, () -> loop.register(pipe.source(), OP_WRITE, handler));
    assertMentions(loop.name(), wrongOps);
    assertThrows(NullPointerException.class, () -> loop.register(pipe.source(), OP_READ, nullOf()));
    assertThrows(NullPointerException.class, () -> loop.register(nullOf(), OP_READ, handler));
    pipe.source().close();
    pipe.sink().close();
    assertThrows(
        ClosedChannelException.class, () -> loop.register(pipe.source(), OP_READ, handler));
  }

  @Test
  void handlerThatThrowsIsReportedAndStaysRegistered() throws Exception {
    Pipe pipe = pipe();
    CompletableFuture<String> seen = new CompletableFuture<>();
    AtomicInteger calls = new AtomicInteger();
    IOException failure = new IOException("the first time");
    IoRegistration registration =
        loop.register(
            pipe.source(),
            OP_READ,
            (self, ops) -> {
              if (calls.incrementAndGet() == 1) {
                throw failure;
              }
              seen.complete(read(pipe.source()));
            });

    write(pipe, "x");

    assertEquals("x", await(seen));
    LoopFailure reported = take(failures);
    assertSame(failure, reported.throwable());
    assertSame(registration, reported.source());
  }

  @Test
  void interruptOfTheLoopThreadNeitherClosesChannelsNorDeafensThem() throws Exception {
    Pipe pipe = pipe();
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    loop.register(pipe.source(), OP_READ, (registration, ops) -> seen.add(read(pipe.source())));
    callOn(
        loop,
        () -> {
          Thread.currentThread().interrupt();
          return null;
        });

    write(pipe, "x");
    assertEquals("x", take(seen));
    write(pipe, "y");
    assertEquals("y", take(seen));
    assertTrue(pipe.source().isOpen());
  }

  @Test
  void fullLoopStillServesItsChannels() throws Exception {
    try (IoLoop full = newLoop(Loops.builder().maxPending(1))) {
      Pipe pipe = pipe();
      CompletableFuture<String> seen = new CompletableFuture<>();
      full.schedule(() -> {}, Duration.ofDays(1));
      full.register(
          pipe.source(), OP_READ, (registration, ops) -> seen.complete(read(pipe.source())));

      write(pipe, "x");

      assertEquals("x", await(seen));
    }
  }

  // ---------------------------------------------------------------- for these and other tests

  /** Remembers how its registration ended. */
  private class ClosedProbe implements IoHandler {
    final CompletableFuture<Throwable> cause = new CompletableFuture<>();
    final CompletableFuture<Boolean> onLoop = new CompletableFuture<>();

    @Override
    public void ready(IoRegistration registration, int ops) {}

    @Override
    public void closed(IoRegistration registration, Throwable reason) {
      onLoop.complete(loop.inEventLoop());
      if (!cause.complete(reason)) {
        failures.add(LoopFailure.of("Closed twice", reason));
      }
    }
  }

  /** Closes a channel that its handler is to hear of. */
  private void closeByATask() throws Exception {
    Pipe pipe = pipe();
    ClosedProbe probe = new ClosedProbe();
    IoRegistration registration = loop.register(pipe.source(), OP_READ, probe);

    loop.execute(() -> closeQuietly(pipe.source()));

    assertInstanceOf(AsynchronousCloseException.class, await(probe.cause));
    assertTrue(await(probe.onLoop));
    assertFalse(registration.isValid());
  }

  /** Waits until the loop has selected a few times, each time later than what was done before. */
  private void awaitRoundTrips(Pipe pipe) throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    IoRegistration registration =
        loop.register(pipe.source(), OP_READ, (self, ops) -> seen.add(read(pipe.source())));
    for (int i = 0; i < 3; i++) {
      write(pipe, "x");
      take(seen);
    }
    registration.close();
  }

  Pipe pipe() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    closing(pipe.source());
    closing(pipe.sink());
    return pipe;
  }

  private ServerSocketChannel server() throws IOException {
    return closing(
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
  }

  private SocketChannel[] socketPair() throws IOException {
    ServerSocketChannel server = server();
    SocketChannel client = closing(SocketChannel.open(server.getLocalAddress()));
    SocketChannel accepted = closing(server.accept());
    client.configureBlocking(false);
    return new SocketChannel[] {client, accepted};
  }

  private <T extends AutoCloseable> T closing(T closeable) {
    toClose.add(closeable);
    return closeable;
  }

  static void write(Pipe pipe, String text) throws IOException {
    pipe.sink().write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  private static void writeQuietly(Pipe pipe, String text) {
    try {
      write(pipe, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(ReadableByteChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    channel.read(buffer);
    return new String(buffer.array(), 0, buffer.position(), US_ASCII);
  }

  private static void closeQuietly(SelectableChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> T callOn(EventLoop loop, Callable<T> call) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(() -> {
      try {
        result.complete(call.call());
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    });
    return await(result);
  }

  static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    assertTrue(taken != null, "Nothing came");
    return taken;
  }

  private static void assertMentions(String text, Exception e) {
    assertTrue(e.toString().contains(text), e.toString());
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nullOf() {
    return null;
  }
}
