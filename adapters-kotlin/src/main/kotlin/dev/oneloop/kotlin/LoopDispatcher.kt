package dev.oneloop.kotlin

import dev.oneloop.EventLoop
import kotlin.coroutines.Continuation
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.MainCoroutineDispatcher

/** The one dispatcher of this loop: every call returns the same object. */
public val EventLoop.dispatcher: LoopDispatcher
  get() = binding.dispatcher

/** The one dispatcher of this loop; the same as [dispatcher]. */
public fun EventLoop.asCoroutineDispatcher(): LoopDispatcher = dispatcher

/**
 * Runs coroutines on a loop: its thread, its order, its clock.
 *
 * Comes from [EventLoop.dispatcher]. All views of it ([immediate], [limitedParallelism]) share the
 * loop's one queue.
 *
 * **Order.** A dispatch is a submission to the loop: first come, first served, and never in the
 * middle of what runs now. Resuming after `delay` on the loop is no dispatch: the timer's own task
 * goes on with the coroutine.
 *
 * **Time.** `delay`, `withTimeout`, `debounce` and everything else that waits go by the loop's
 * clock, also where that is virtual. They need no other thread. Since a timeout is a timer of the
 * loop, code that never suspends cannot be timed out by it. Delays beyond 146 years are for ever.
 *
 * **After the loop has shut down** [dispatch] cancels the coroutine's job and lets it end on
 * `Dispatchers.IO`, as the dispatchers of executors do: `finally` blocks run, and nobody hangs. A
 * coroutine that waits in a `delay` when the loop shuts down is cancelled at once. The same happens
 * to a task that the loop refuses because it is full, or because it is simulated and takes nothing
 * from foreign threads.
 */
public abstract class LoopDispatcher
internal constructor(
  internal val binding: LoopBinding,
  private val label: String,
  private val isImmediate: Boolean,
) : MainCoroutineDispatcher() {

  /** The loop that runs the coroutines. */
  public val loop: EventLoop = binding.loop

  private val immediateView: LoopDispatcher? =
    if (isImmediate) null else view("$label.immediate", true)

  /**
   * The view that runs at once what is resumed on the loop already, instead of in a later turn.
   *
   * What runs at once counts against the turn's budget. Once that is spent it is dispatched, so
   * that neither the host nor the stack suffers from many immediate coroutines.
   */
  final override val immediate: LoopDispatcher
    get() = immediateView ?: this

  /** The same dispatcher under another name. */
  internal abstract fun view(label: String, isImmediate: Boolean): LoopDispatcher

  /** True, but for the [immediate] view on the loop while the turn's budget lasts. */
  final override fun isDispatchNeeded(context: CoroutineContext): Boolean =
    !(isImmediate && loop.tryRunNow())

  /**
   * Submits [block] to the loop. Never throws, never drops [block] and never runs it inside of this
   * call: see the class for what happens when the loop has shut down.
   */
  final override fun dispatch(context: CoroutineContext, block: Runnable) {
    // A coroutine's task knows its own context; anything else needs to be told if it is handed
    // back.
    val task = if (block is Continuation<*>) block else RawBlock(binding, context, block)
    // Not by way of the binding: with one field less to read a yield took 3 % less time.
    try {
      loop.execute(task)
    } catch (e: RuntimeException) {
      if (binding.isRefusal(e, task)) binding.finishElsewhere(context, block, e)
    }
  }

  /**
   * This dispatcher: a loop runs one task at a time, whatever the [parallelism]. With a [name], a
   * view that bears it and is otherwise equal: it keeps [immediate] and the loop's time.
   *
   * @throws IllegalArgumentException if [parallelism] is less than one
   */
  final override fun limitedParallelism(parallelism: Int, name: String?): CoroutineDispatcher {
    require(parallelism >= 1) { "Parallelism must be at least 1, not $parallelism" }
    return if (name == null) this else view(name, isImmediate)
  }

  /** The name of the loop, or of the view: it touches no other dispatcher. */
  final override fun toString(): String = label
}

/** For a kotlinx-coroutines whose `Delay` is not the one we know: see [timedDispatcher]. */
internal class UntimedDispatcher(binding: LoopBinding, label: String, isImmediate: Boolean) :
  LoopDispatcher(binding, label, isImmediate) {

  override fun view(label: String, isImmediate: Boolean) =
    UntimedDispatcher(binding, label, isImmediate)
}
