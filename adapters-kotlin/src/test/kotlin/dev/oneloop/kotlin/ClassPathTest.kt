package dev.oneloop.kotlin

import dev.oneloop.Loops
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.coroutines.CoroutineContext
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.InternalCoroutinesApi
import kotlinx.coroutines.MainCoroutineDispatcher
import kotlinx.coroutines.internal.MainDispatcherFactory
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** What the adapter does to a program by being on its class path: nothing. */
class ClassPathTest {
  @Test
  fun `the adapter registers no services`() {
    val adapter = Path.of(LoopDispatcher::class.java.protectionDomain.codeSource.location.toURI())
    assertTrue(Files.isDirectory(adapter))
    assertFalse(Files.exists(adapter.resolve("META-INF/services")))
  }

  @Test
  fun `a program with the adapter has no Main`() {
    val output = run("useMain")
    assertTrue("Main dispatcher is missing" in output) { output }
  }

  @Test
  fun `to name a dispatcher does not load the program's Main`(@TempDir directory: Path) {
    directory
      .resolve("META-INF/services")
      .createDirectories()
      .resolve("kotlinx.coroutines.internal.MainDispatcherFactory")
      .writeText(LoudMainFactory::class.java.name)
    assertEquals(
      "Loop(mine) Loop(mine).immediate view",
      run("nameDispatchers", directory.toString()),
    )
    assertTrue("loaded" in run("useMain", directory.toString()))
  }

  /** Runs one of the programs below in a JVM of its own, and returns what it printed. */
  private fun run(program: String, vararg entries: String): String {
    // The test library would be Main itself.
    val inherited =
      System.getProperty("java.class.path").split(File.pathSeparator).filter {
        "kotlinx-coroutines-test" !in it
      }
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
    val path = (inherited + entries).joinToString(File.pathSeparator)
    val process =
      ProcessBuilder(java, "-cp", path, Programs::class.java.name, program)
        .redirectErrorStream(true)
        .start()
    val output = process.inputStream.bufferedReader().readText().trim()
    assertTrue(process.waitFor(60, SECONDS))
    return output
  }

  object Programs {
    @JvmStatic
    fun main(args: Array<String>) {
      val dispatcher = Loops.builder().name("mine").manual().dispatcher
      when (args.single()) {
        "useMain" -> println(runCatching { Dispatchers.Main.isDispatchNeeded(dispatcher) })
        "nameDispatchers" ->
          println("$dispatcher ${dispatcher.immediate} ${dispatcher.limitedParallelism(1, "view")}")
      }
    }
  }
}

@OptIn(InternalCoroutinesApi::class)
class LoudMainFactory : MainDispatcherFactory {
  override val loadPriority = 0

  override fun createDispatcher(
    allFactories: List<MainDispatcherFactory>
  ): MainCoroutineDispatcher {
    println("loaded")
    return LoudMain
  }
}

private object LoudMain : MainCoroutineDispatcher() {
  override val immediate
    get() = this

  override fun dispatch(context: CoroutineContext, block: Runnable) = block.run()
}
