package dev.oneloop.hosts;

import dev.oneloop.LoopHost;
import dev.oneloop.testkit.HostContract.NestedHostLoop;
import io.qt.core.QCoreApplication;
import io.qt.core.QEventLoop;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

class QtHostTest extends RealHostTest {
  @SuppressWarnings("NullAway.Init") // by startHost
  private QtHost host;

  @Override
  LoopHost startHost() throws Exception {
    // Where Debian has Qt; not every JVM looks there.
    System.setProperty(
        "java.library.path",
        System.getProperty("java.library.path") + ":/usr/lib/x86_64-linux-gnu");
    return startThread(
        () -> {
          QCoreApplication.initialize(new String[] {"test"});
          host = new QtHost();
          return host;
        },
        () -> {
          QCoreApplication.exec();
          host.close();
          QCoreApplication.shutdown();
        });
  }

  @Override
  boolean stopHost() throws Exception {
    host.execute(QCoreApplication::quit);
    joinThread();
    return true;
  }

  @Override
  NestedHostLoop newNestedLoop() {
    return new NestedHostLoop() {
      private @Nullable QEventLoop nested;

      @Override
      public void enter() {
        QEventLoop entered = new QEventLoop();
        nested = entered;
        entered.exec();
      }

      @Override
      public void exit() {
        Objects.requireNonNull(nested).exit();
      }
    };
  }
}
