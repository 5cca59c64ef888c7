package dev.oneloop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.cf.LoopExecutor;
import dev.oneloop.kotlin.LoopDispatcher;
import dev.oneloop.rx3.LoopScheduler;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the adapters are not on the class path. */
class AbsentAdapterTest {
  @Test
  void aParameterThatNeedsAnAdapterSaysWhich() throws Exception {
    try (URLClassLoader without = classPathWithoutAdapters()) {
      Class<?> scheduler = without.loadClass("io.reactivex.rxjava3.core.Scheduler");
      assertEquals(true, parameters(without, "supports", Class.class).invoke(null, scheduler));
      Method resolve =
          parameters(
              without, "resolve", Class.class, without.loadClass("dev.oneloop.SimulatedLoop"));
      String thrown =
          String.valueOf(
              assertThrows(
                      InvocationTargetException.class,
                      () -> resolve.invoke(null, scheduler, simulated(without)))
                  .getCause());
      assertTrue(thrown.contains("needs dev.oneloop:adapters-rx"), thrown);
    }
  }

  @Test
  void theLoopItselfNeedsNone() throws Exception {
    try (URLClassLoader without = classPathWithoutAdapters()) {
      Class<?> type = without.loadClass("dev.oneloop.SimulatedLoop");
      Object loop = simulated(without);
      assertEquals(
          loop, parameters(without, "resolve", Class.class, type).invoke(null, type, loop));
    }
  }

  private static Object simulated(ClassLoader loader) throws ReflectiveOperationException {
    return loader.loadClass("dev.oneloop.Loops").getMethod("simulated").invoke(null);
  }

  private static Method parameters(ClassLoader loader, String name, Class<?>... types)
      throws ReflectiveOperationException {
    Method method =
        loader.loadClass("dev.oneloop.testkit.LoopParameters").getDeclaredMethod(name, types);
    method.setAccessible(true);
    return method;
  }

  private static URLClassLoader classPathWithoutAdapters()
      throws MalformedURLException, URISyntaxException {
    List<Path> absent = new ArrayList<>();
    for (Class<?> type : List.of(LoopExecutor.class, LoopDispatcher.class, LoopScheduler.class)) {
      absent.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    List<URL> rest = new ArrayList<>();
    // Surefire names the class path of its tests in a property of its own.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (!absent.contains(Path.of(entry))) {
        rest.add(Path.of(entry).toUri().toURL());
      }
    }
    return new URLClassLoader(rest.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
