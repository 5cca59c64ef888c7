package dev.oneloop.kotlin

import dev.oneloop.LoopFailure
import dev.oneloop.Loops
import java.net.URL
import java.net.URLClassLoader
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.Delay
import kotlinx.coroutines.DisposableHandle
import kotlinx.coroutines.InternalCoroutinesApi
import kotlinx.coroutines.delay
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The internal interface of kotlinx-coroutines, as it is and as it might become. */
@OptIn(InternalCoroutinesApi::class)
class NativeDelayTest {
  private interface WithNewMethod {
    fun scheduleResumeAfterDelay(timeMillis: Long, continuation: CancellableContinuation<Unit>)

    fun invokeOnTimeout(
      timeMillis: Long,
      block: Runnable,
      context: CoroutineContext,
    ): DisposableHandle

    fun invokeOnTimeout(timeNanos: Double, block: Runnable): DisposableHandle
  }

  private interface WithOtherMethod {
    fun scheduleResumeAfterDelay(timeMillis: Long, continuation: CancellableContinuation<Unit>)
  }

  @Test
  fun `the interface of this release is the known one`() {
    assertNull(mismatchOf(Delay::class.java, TimedDispatcher::class.java))
    Loops.manual().use { assertTrue(it.dispatcher is Delay) }
  }

  @Test
  fun `a new abstract method is noticed`() {
    val message = mismatchOf(WithNewMethod::class.java, TimedDispatcher::class.java)
    assertTrue(message != null && "double" in message) { "$message" }
  }

  @Test
  fun `a method that is gone is noticed`() {
    val message = mismatchOf(WithOtherMethod::class.java, TimedDispatcher::class.java)
    assertTrue(message != null && "invokeOnTimeout" in message) { "$message" }
  }

  @Test
  fun `a dispatcher without Delay still runs coroutines, delays and views on the loop`() {
    Loops.manual().use { loop ->
      val dispatcher = UntimedDispatcher(loop.binding, "plain", isImmediate = false)
      val onLoop =
        loop.runUntilComplete(dispatcher) {
          delay(1)
          loop.inEventLoop()
        }
      assertTrue(onLoop)
      assertEquals("plain.immediate", dispatcher.immediate.toString())
    }
  }

  /** Loads the adapter anew, without the class that a future release may no longer have. */
  private class WithoutDelay :
    URLClassLoader(urlsOf(LoopDispatcher::class.java), LoopDispatcher::class.java.classLoader) {
    override fun loadClass(name: String, resolve: Boolean): Class<*> {
      if (name == "kotlinx.coroutines.Delay") throw ClassNotFoundException(name)
      if (!name.startsWith("dev.oneloop.kotlin.")) return super.loadClass(name, resolve)
      return findLoadedClass(name) ?: findClass(name)
    }
  }

  @Test
  fun `a release without the interface is reported, and coroutines run all the same`() {
    val failures = CopyOnWriteArrayList<LoopFailure>()
    Loops.builder()
      .exceptionHandler { _, failure -> failures += failure }
      .manual()
      .use { loop ->
        WithoutDelay().use { loader ->
          val door = loader.loadClass("dev.oneloop.kotlin.LoopDispatcherKt")
          val dispatcher = door.methods.single { it.name == "getDispatcher" }.invoke(null, loop)
          assertNotNull(dispatcher)
          assertEquals("UntimedDispatcher", dispatcher.javaClass.simpleName)
          val executor = dispatcher as kotlinx.coroutines.CoroutineDispatcher
          var ran = false
          executor.dispatch(kotlin.coroutines.EmptyCoroutineContext) { ran = true }
          loop.poll()
          assertTrue(ran)
        }
      }
    assertEquals(1, failures.size)
    assertTrue("another Delay" in failures[0].message()) { failures[0].message() }
  }

  private companion object {
    fun urlsOf(type: Class<*>): Array<URL> = arrayOf(type.protectionDomain.codeSource.location)
  }
}
