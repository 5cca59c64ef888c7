@file:OptIn(ExperimentalCoroutinesApi::class)

package dev.oneloop.kotlin

import kotlin.coroutines.Continuation
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.jvm.internal.CoroutineStackFrame
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job

/**
 * Cancels the coroutine that [context] belongs to.
 *
 * Where it is inside of `withContext(NonCancellable)`, as `finally` blocks that suspend are, that
 * part has a job of its own without a parent. Cancelling this one would break off the clean-up, so
 * it is left alone, and the job around it is cancelled.
 */
internal fun cancelCoroutine(context: CoroutineContext, exception: CancellationException) {
  var job = context[Job] ?: return
  while (true) job = jobAroundNonCancellable(job) ?: break
  job.cancel(exception)
}

/**
 * The job of the coroutine that called `withContext(NonCancellable)`, if [job] is inside of that.
 */
private fun jobAroundNonCancellable(job: Job): Job? {
  val root = generateSequence(job) { it.parent }.last()
  // A scope that has a caller, but not the caller's job as its parent, was cut off on purpose.
  val caller = (root as? CoroutineStackFrame)?.callerFrame as? Continuation<*>
  return caller?.context?.get(Job)
}
