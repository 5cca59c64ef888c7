package dev.oneloop.hosts;

import static dev.oneloop.hosts.ObjectiveC.inPool;
import static dev.oneloop.hosts.ObjectiveC.send;
import static dev.oneloop.hosts.ObjectiveC.string;
import static dev.oneloop.hosts.ObjectiveC.type;

import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;

class NSRunLoopHostTest extends RealHostTest {
  @SuppressWarnings("NullAway.Init") // by startHost
  private NSRunLoopHost host;

  @Override
  LoopHost startHost() throws Exception {
    return startThread(
        () -> {
          host = new NSRunLoopHost();
          return host;
        },
        () -> host.run());
  }

  private static void step() {
    inPool(() ->
        send(
            send(type("NSRunLoop"), "currentRunLoop"),
            "runMode:beforeDate:",
            string("NSModalPanelRunLoopMode"),
            send(type("NSDate"), "distantFuture")));
  }

  @Override
  boolean stopHost() throws Exception {
    host.close();
    joinThread();
    return true;
  }

  /** As a modal panel runs it. */
  @Override
  NestedHostLoop newNestedLoop() {
    return new FlaggedLoop(NSRunLoopHostTest::step);
  }
}
