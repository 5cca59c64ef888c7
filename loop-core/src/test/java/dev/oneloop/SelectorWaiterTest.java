package dev.oneloop;

import static java.nio.channels.SelectionKey.OP_READ;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SelectorWaiterTest {
  private final FakeSelector fake = new FakeSelector();
  private final FakeSelectors selectors = new FakeSelectors(() -> fake, Selector::open);
  private final SelectorWaiter waiter = new SelectorWaiter(selectors);
  private final ManualIoLoop loop = new SelectingCallerLoop(Loops.builder(), waiter);

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void sleepsAreRoundedUpToMilliseconds() {
    LoopClock clock = new FrozenClock();
    for (long nanos : new long[] {-1, 0, 1, 1_000_000, 1_000_001, Long.MAX_VALUE - 1}) {
      waiter.await(nanos, clock);
    }
    waiter.await(LoopClock.NEVER, clock);

    assertEquals(
        List.of(1L, 1L, 2L, Long.MAX_VALUE / 1_000_000 + 1, FakeSelector.FOR_EVER), fake.timeouts);
  }

  @Test
  void selectorThatReturnsWithoutReasonIsReplaced() throws Exception {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      source.configureBlocking(false);
      StringBuilder seen = new StringBuilder();
      loop.register(
          source,
          OP_READ,
          (registration, ops) -> {
            seen.append(IoLoopContract.read(source));
            registration.close();
          });
      sink.write(ByteBuffer.wrap(new byte[] {'x'}));

      loop.run();

      assertEquals("x", seen.toString());
      assertEquals(IoSelector.PREMATURE_BOUND, fake.timeouts.size());
      assertTrue(!fake.isOpen());
    }
  }

  @Test
  void loopThatGoesToSleepDoesNotLookBefore() throws Exception {
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      source.configureBlocking(false);
      IoRegistration registration = loop.register(source, OP_READ, (self, ops) -> {});
      AtomicInteger looksBefore = new AtomicInteger(-1);
      fake.waiting =
          () -> {
            looksBefore.set(fake.looks.get());
            registration.close();
          };

      loop.run();

      assertTrue(sink.isOpen());
      assertEquals(List.of(FakeSelector.FOR_EVER), fake.timeouts);
      assertEquals(0, looksBefore.get());
    }
  }

  /** A look takes a wake-up away. Among many channels the loop looks just before it sleeps. */
  @Test
  void wakeupThatComesDuringTheLastLookIsNotLost() throws Exception {
    List<IoRegistration> registrations = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Pipe.SourceChannel source = Pipe.open().source();
      source.configureBlocking(false);
      registrations.add(loop.register(source, OP_READ, (self, ops) -> {}));
    }
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger ranBeforeSleep = new AtomicInteger(-1);
    fake.looking =
        () -> {
          if (((LoopCore) loop).wake.isAsleep()) {
            fake.looking = () -> {};
            CompletableFuture.runAsync(() -> loop.execute(ran::incrementAndGet)).join();
          }
        };
    fake.waiting =
        () -> {
          ranBeforeSleep.set(ran.get());
          registrations.forEach(IoRegistration::close);
        };

    loop.run();

    assertEquals(1, ranBeforeSleep.get());
    for (IoRegistration registration : registrations) {
      registration.channel().close();
    }
  }

  @Test
  void wakeupsAreAReasonToReturn() {
    LoopClock clock = new FrozenClock();
    for (int i = 0; i < IoSelector.PREMATURE_BOUND * 2; i++) {
      waiter.wakeup();
      waiter.await(LoopClock.NEVER, clock);
    }

    assertEquals(1, selectors.opened());
  }

  @Test
  void interruptsAreAReasonToReturn() {
    LoopClock clock = new FrozenClock();
    Thread.currentThread().interrupt();
    try {
      for (int i = 0; i < IoSelector.PREMATURE_BOUND * 2; i++) {
        waiter.await(LoopClock.NEVER, clock);
      }
    } finally {
      assertTrue(Thread.interrupted());
    }

    assertEquals(1, selectors.opened());
  }

  /** Reads zero for ever; and time goes by elsewhere. */
  private static final class FrozenClock implements LoopClock {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH;
    }

    @Override
    public long realNanosUntil(long deadlineNanos) {
      return deadlineNanos;
    }
  }
}
