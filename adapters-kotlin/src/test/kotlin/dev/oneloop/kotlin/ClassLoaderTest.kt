package dev.oneloop.kotlin

import dev.oneloop.Loops
import dev.oneloop.ManualLoop
import java.io.File
import java.lang.ref.WeakReference
import java.net.URLClassLoader
import java.nio.file.Path
import java.util.function.Consumer
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test

/** A plug-in with the adapter in its class loader can be unloaded. */
class ClassLoaderTest {
  @Test
  fun `a loop that goes on does not keep the loader of coroutines that have ended`() {
    Loops.manual().use { loop -> assertCollected(runInPlugin(VisitingPlugin::class.java, loop)) }
  }

  @Test
  fun `a thread that goes on does not keep the loader of loops that have closed`() {
    Loops.manual().use { loop -> assertCollected(runInPlugin(OwningPlugin::class.java, loop)) }
  }

  /** In a method of its own, so that no local variable keeps what is to go. */
  private fun runInPlugin(type: Class<*>, loop: ManualLoop): WeakReference<ClassLoader> {
    val loader = PluginLoader()
    @Suppress("UNCHECKED_CAST")
    val plugin =
      loader.loadClass(type.name).getDeclaredConstructor().newInstance() as Consumer<ManualLoop>
    check(plugin.javaClass != type)
    plugin.accept(loop)
    loader.close()
    return WeakReference(loader)
  }

  private fun assertCollected(loader: WeakReference<ClassLoader>) {
    repeat(100) {
      if (loader.get() == null) return
      System.gc()
      Thread.yield()
    }
    assertNull(loader.get())
  }
}

/** Loads the adapter and its tests itself, and what they need from the program. */
private class PluginLoader :
  URLClassLoader(
    System.getProperty("java.class.path")
      .split(File.pathSeparator)
      .map { Path.of(it).toUri().toURL() }
      .toTypedArray(),
    ClassLoaderTest::class.java.classLoader,
  ) {

  override fun loadClass(name: String, resolve: Boolean): Class<*> {
    if (!name.startsWith("dev.oneloop.kotlin.")) return super.loadClass(name, resolve)
    return synchronized(getClassLoadingLock(name)) { findLoadedClass(name) ?: findClass(name) }
  }
}

/** Uses a loop that is not its own. */
class VisitingPlugin : Consumer<ManualLoop> {
  override fun accept(loop: ManualLoop) {
    loop.runUntilComplete {
      delay(1.milliseconds)
      loop.delay(1.milliseconds)
      withTimeout(60_000) { yield() }
      List(10) { launch(loop.dispatcher.immediate) { loop.awaitTurn() } }.joinAll()
    }
  }
}

/** Has loops of its own, one on this thread and one on another. */
class OwningPlugin : Consumer<ManualLoop> {
  override fun accept(unused: ManualLoop) {
    Loops.manual().use { loop ->
      loop.coroutineScope.launch { CompletableDeferred<Unit>().await() }
      VisitingPlugin().accept(loop)
    }
    Loops.start("plugin").use { loop ->
      runBlocking {
        withContext(loop.dispatcher) { delay(1.milliseconds) }
        loop.coroutineScope.launch { yield() }.join()
      }
    }
  }
}
