package dev.oneloop.kotlin.main

import dev.oneloop.Loops
import java.io.File
import java.nio.file.Path
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.InternalCoroutinesApi
import kotlinx.coroutines.MainCoroutineDispatcher
import kotlinx.coroutines.delay
import kotlinx.coroutines.internal.MainDispatcherFactory
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** `Dispatchers.Main` is decided once in a JVM; each of these has one of its own. */
class LoopMainInNewJvmTest {

  @Test
  fun `without install there is no Main, and the error says what to do`() {
    val output = run("notInstalled")
    assertTrue("LoopMain.install(loop)" in output) { output }
  }

  @Test
  fun `without install another Main on the class path is Main`(@TempDir directory: Path) {
    assertEquals("other", run("nameMain", otherMain(directory)))
  }

  @Test
  fun `with install the loop is Main, whatever is on the class path`(@TempDir directory: Path) {
    assertEquals("Dispatchers.Main", run("installAndNameMain", otherMain(directory)))
  }

  @Test
  fun `an install that comes too late says so`(@TempDir directory: Path) {
    val output = run("installTooLate", otherMain(directory))
    assertTrue("used before" in output) { output }
  }

  @Test
  fun `Main may serve as everybody's Delay before anybody drives the loop`() {
    assertEquals("delayed", run("delayBeforeDriving", "-Dkotlinx.coroutines.main.delay=true"))
  }

  /** A class path entry with another Main. */
  private fun otherMain(directory: Path): String {
    val services = directory.resolve("META-INF/services").createDirectories()
    services
      .resolve("kotlinx.coroutines.internal.MainDispatcherFactory")
      .writeText(OtherMainFactory::class.java.name)
    return directory.toString()
  }

  /** Runs one of the programs below, and returns what it printed. */
  private fun run(program: String, vararg extras: String): String {
    val (options, entries) = extras.partition { it.startsWith("-D") }
    val path =
      (listOf(System.getProperty("java.class.path")) + entries).joinToString(File.pathSeparator)
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
    val process =
      ProcessBuilder(
          listOf(java) + options + listOf("-cp", path, Programs::class.java.name, program)
        )
        .redirectErrorStream(true)
        .start()
    val output = process.inputStream.bufferedReader().readText().trim()
    assertTrue(process.waitFor(60, SECONDS))
    return output
  }

  object Programs {
    @JvmStatic
    fun main(args: Array<String>) {
      val loop = Loops.manual()
      when (args.single()) {
        "notInstalled" ->
          println(
            runCatching { runBlocking { withContext(Dispatchers.Main) {} } }.exceptionOrNull()
          )
        "nameMain" -> println(Dispatchers.Main)
        "installAndNameMain" -> {
          LoopMain.install(loop)
          println(Dispatchers.Main)
        }
        "installTooLate" -> {
          check(Dispatchers.Main.toString() == "other")
          println(runCatching { LoopMain.install(loop) }.exceptionOrNull())
        }
        "delayBeforeDriving" -> {
          LoopMain.install(loop)
          runBlocking {
            launch { delay(10) }
            delay(20)
          }
          println("delayed")
        }
      }
    }
  }
}

@OptIn(InternalCoroutinesApi::class)
class OtherMainFactory : MainDispatcherFactory {
  override val loadPriority = 0

  override fun createDispatcher(
    allFactories: List<MainDispatcherFactory>
  ): MainCoroutineDispatcher = OtherMain
}

private object OtherMain : MainCoroutineDispatcher() {
  override val immediate
    get() = this

  override fun dispatch(context: kotlin.coroutines.CoroutineContext, block: Runnable) = block.run()

  override fun toString() = "other"
}
