package dev.oneloop.testkit.explore.bugs

import dev.oneloop.SimulatedLoop
import dev.oneloop.kotlin.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals

/**
 * A journal that takes lines until it is closed, and then saves them. Broken: a line is accepted in
 * one task and written in another; what closes the journal may come between the two, if it is one
 * hop quicker than it happens to be today.
 */
internal class ClosedJournal private constructor(private val loop: SimulatedLoop) {
  private val lines = mutableListOf<String>()
  private var accepted = 0
  private var written = 0
  private var closed = false
  private var saved = listOf<String>()

  private fun append(line: String) {
    if (closed) return
    accepted++
    loop.execute {
      lines += line
      written++
    }
  }

  private suspend fun saveSoon() {
    closed = true
    yield()
    saved = lines.toList()
  }

  private suspend fun saveWhenWritten() {
    closed = true
    do yield() while (written < accepted)
    saved = lines.toList()
  }

  private fun start(close: suspend () -> Unit) {
    loop.coroutineScope.launch { append("a line") }
    loop.coroutineScope.launch { close() }
    loop.runUntilQuiescent()
    assertEquals(accepted, saved.size, "lines saved of those accepted")
  }

  companion object {
    fun broken(loop: SimulatedLoop) = ClosedJournal(loop).run { start(::saveSoon) }

    fun fixed(loop: SimulatedLoop) = ClosedJournal(loop).run { start(::saveWhenWritten) }
  }
}
