package dev.oneloop.testkit;

import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The contract holds on a host with any one of the faults that hosts were seen to have. */
class FakeHostTest {
  @Nested
  class Faultless extends FakeHostFixture {
    @Override
    protected NestedHostLoop newNestedLoop() {
      return new Dialog();
    }
  }

  @Nested
  class WithLateTimers extends FakeHostFixture {
    WithLateTimers() {
      fake.shiftTimers(Duration.ofMillis(16));
    }

    @Override
    protected NestedHostLoop newNestedLoop() {
      return new Dialog();
    }
  }

  @Nested
  class WithEarlyTimers extends FakeHostFixture {
    WithEarlyTimers() {
      fake.shiftTimers(Duration.ofNanos(-300_000));
    }
  }

  @Nested
  class WithTwoRunsOfEachPump extends FakeHostFixture {
    WithTwoRunsOfEachPump() {
      fake.multiply(2);
    }

    @Override
    protected boolean isSerial() {
      // The events of the tests come twice as well, which they do not expect.
      return false;
    }
  }

  @Nested
  class WithAThreadForEachPump extends FakeHostFixture {
    WithAThreadForEachPump() {
      fake.changeThreads();
    }
  }
}
