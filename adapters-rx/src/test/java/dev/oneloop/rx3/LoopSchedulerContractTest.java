package dev.oneloop.rx3;

import dev.oneloop.Loops;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Nested;

/** The contract, on loops of every kind. */
class LoopSchedulerContractTest {

  @Nested
  class OnALoopWithItsOwnThread extends SchedulerContract {
    @Override
    protected Rig newRig() {
      return Rigs.of(Loops.start("own"));
    }
  }

  @Nested
  class OnALoopThatTheTestDrives extends SchedulerContract {
    @Override
    protected Rig newRig() {
      return Rigs.driven(Loops.manual());
    }
  }

  @Nested
  class OnALoopHostedBySwing extends SchedulerContract {
    @Override
    protected Rig newRig() {
      return Rigs.of(Loops.on(SwingUtilities::invokeLater));
    }
  }

  @Nested
  class OnALoopInVirtualTime extends SchedulerContract {
    @Override
    protected Rig newRig() {
      return Rigs.driven(Loops.simulated());
    }
  }
}
