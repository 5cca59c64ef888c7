package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;
import org.eclipse.swt.widgets.Display;

class SwtHostTest extends RealHostTest {
  private final FlaggedLoop main = new FlaggedLoop(this::step);

  @SuppressWarnings("NullAway.Init") // by startHost
  private Display display;

  @Override
  LoopHost startHost() throws Exception {
    return startThread(
        () -> {
          display = new Display();
          return new SwtHost(display);
        },
        () -> {
          main.enter();
          display.dispose();
        });
  }

  private void step() {
    if (!display.readAndDispatch()) {
      display.sleep();
    }
  }

  @Override
  boolean stopHost() throws Exception {
    display.asyncExec(main::exit);
    joinThread();
    return true;
  }

  @Override
  NestedHostLoop newNestedLoop() {
    return new FlaggedLoop(this::step);
  }
}
