package dev.oneloop.kotlin

import dev.oneloop.EventLoop
import dev.oneloop.LoopFailure
import dev.oneloop.LoopTask
import dev.oneloop.SimulatedLoop
import dev.oneloop.TaskOwner
import java.util.concurrent.RejectedExecutionException
import java.util.concurrent.atomic.AtomicBoolean
import java.util.function.Function
import kotlin.coroutines.Continuation
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.coroutineContext
import kotlin.time.AbstractLongTimeSource
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.DurationUnit
import kotlin.time.TimeSource
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield

/** What belongs to one loop, once. The loop refers to it weakly; dispatchers and scopes hold it. */
internal val EventLoop.binding: LoopBinding
  get() = attachment(LoopBinding::class.java, newBinding)

/** One object: a lambda in the getter would be a new one for each call. */
private val newBinding = Function<EventLoop, LoopBinding> { LoopBinding(it) }

internal class LoopBinding(val loop: EventLoop) : TaskOwner {
  val dispatcher: LoopDispatcher = newDispatcher()

  val timeSource: TimeSource.WithComparableMarks =
    object : AbstractLongTimeSource(DurationUnit.NANOSECONDS) {
      override fun read() = loop.clock().nanoTime()

      override fun toString() = "TimeSource($loop)"
    }

  val idleWatch: IdleWatch by lazy { IdleWatch(this) }

  /** Used on the loop. */
  val watches by lazy { ChannelWatches(this) }

  private val lazyScope = lazy { newLoopScope(this) }
  val scope: LoopScope by lazyScope

  private val reportedOutlivers = AtomicBoolean()

  private fun newDispatcher(): LoopDispatcher {
    val name = "Loop($loop)"
    return try {
      timedDispatcher(this, name)
    } catch (e: LinkageError) {
      loop.report(
        LoopFailure.of(
          "This release of kotlinx-coroutines has another Delay than adapters-kotlin was made for. " +
            "Coroutines run on $loop, but delays and timeouts go by real time, on a thread of " +
            "kotlinx-coroutines. Another release of one of the two will mend it.",
          e,
        )
      )
      UntimedDispatcher(this, name, isImmediate = false)
    }
  }

  /** Submits a task, and calls [refused] if the loop does not take it. */
  inline fun submit(task: Runnable, refused: (RuntimeException) -> Unit) {
    try {
      loop.execute(task)
    } catch (e: RuntimeException) {
      if (isRefusal(e, task)) refused(e)
    }
  }

  /**
   * Whether the loop has not taken a task that it threw for. If it has, then it could not wake its
   * driver, which is reported.
   */
  fun isRefusal(e: RuntimeException, task: Runnable): Boolean {
    // Nothing drives a simulated loop that would fail to wake, so this refuses a foreign thread.
    if (e is RejectedExecutionException || loop is SimulatedLoop) return true
    loop.report(LoopFailure.of("$loop could not be woken", e, task))
    return false
  }

  /** A coroutine's task that the loop will not run. Of other tasks, [RawBlock] is told itself. */
  override fun takeBack(task: Runnable, cause: Throwable): Boolean {
    if (task !is Continuation<*>) return false
    finishElsewhere(task.context, task, cause)
    return true
  }

  /** A coroutine's steps keep their order, whatever a simulation does with those of others. */
  override fun sourceOf(task: Runnable): Any? = (task as? Continuation<*>)?.context?.get(Job)

  override fun nameOf(task: Runnable): String? =
    if (task is Continuation<*>) "coroutine at ${placeOf(task)}" else null

  override fun waiting(): List<String> =
    if (lazyScope.isInitialized()) {
      descendants(scope.coroutineContext.job).map { "coroutine $it" }.toList()
    } else {
      emptyList()
    }

  private fun descendants(job: Job): Sequence<Job> =
    job.children.flatMap { sequenceOf(it) + descendants(it) }

  /**
   * Cancels a coroutine that the loop does not run any more, and has it end on another thread: its
   * task must run somewhere, for its `finally` blocks and for those who wait for it.
   */
  fun finishElsewhere(context: CoroutineContext, block: Runnable, cause: Throwable) {
    cancelJob(context, cause)
    reportOutlivers(context, cause)
    Dispatchers.IO.dispatch(context, block)
  }

  private fun reportOutlivers(context: CoroutineContext, cause: Throwable) {
    if (!loop.isShutdown || !lazyScope.isInitialized() || scope.coroutineContext.job.isCompleted)
      return
    if (reportedOutlivers.compareAndSet(false, true)) {
      loop.report(
        LoopFailure.of(
          "Coroutines in the scope of $loop did not end before it closed; they end on Dispatchers.IO",
          cause,
          context,
        )
      )
    }
  }

  fun cancelJob(context: CoroutineContext, cause: Throwable) {
    val message = cause.message ?: "$loop refused the task"
    cancelCoroutine(context, CancellationException(message, cause))
  }

  /** Waits on another thread for what the loop cannot wait for any more. */
  fun afterElsewhere(nanos: Long, block: () -> Unit): Job =
    CoroutineScope(Dispatchers.IO).launch {
      delay(nanos.nanoseconds)
      block()
    }

  /** By which dispatcher to resume a coroutine: its own where possible, which spares a dispatch. */
  fun dispatcherFor(context: CoroutineContext): LoopDispatcher =
    ownDispatcher(context) ?: dispatcher

  private fun ownDispatcher(context: CoroutineContext) =
    (context[ContinuationInterceptor] as? LoopDispatcher)?.takeIf { it.binding === this }

  /**
   * Brings a coroutine of this loop to the loop, if it was started undispatched on another thread.
   * To suspend for something short would not do: if that comes about before the suspension is
   * complete, the coroutine goes on where it is.
   */
  suspend fun comeHome() {
    if (!loop.inEventLoop() && ownDispatcher(coroutineContext) != null) yield()
  }
}

/** Where a coroutine goes on, as far as its continuation tells; else what that calls itself. */
internal fun placeOf(continuation: Any?): String =
  continuation.toString().substringAfter("Continuation at ").substringBefore(']')

/**
 * A dispatched Runnable that is no coroutine's task, with what it takes to settle it at shutdown.
 */
internal class RawBlock(
  private val binding: LoopBinding,
  private val context: CoroutineContext,
  private val block: Runnable,
) : LoopTask() {

  override fun run() = block.run()

  override fun rejected(cause: Throwable) = binding.finishElsewhere(context, block, cause)

  override fun source(): Any? = context[Job]

  override fun toString() = block.toString()
}
