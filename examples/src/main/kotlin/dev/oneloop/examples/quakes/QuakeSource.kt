@file:JvmName("QuakeSource")

package dev.oneloop.examples.quakes

import dev.oneloop.EventLoop
import dev.oneloop.kotlin.delayUntil
import dev.oneloop.kotlin.future
import java.util.concurrent.CompletableFuture
import java.util.function.Consumer
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/** The coroutine's part: emits each event at its recorded time, by the loop's clock. */
private fun EventLoop.replay(quakes: List<Quake>, timeline: Timeline): Flow<Quake> = flow {
  for (quake in quakes) {
    delayUntil(timeline.deadline(quake.time))
    emit(quake)
  }
}

/** Shows each event to [board], then to [next], on the loop; complete when the last has been. */
internal fun emitAll(
  loop: EventLoop,
  quakes: List<Quake>,
  timeline: Timeline,
  board: Board,
  next: Consumer<Quake>,
): CompletableFuture<Unit> = loop.future {
  loop.replay(quakes, timeline).collect { quake ->
    board.recorded(quake)
    next.accept(quake)
  }
}
