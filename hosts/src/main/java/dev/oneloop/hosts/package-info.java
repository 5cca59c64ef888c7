/**
 * Foreign run loops that drive a loop.
 *
 * <p>One class for each, to be given to {@code Loops.on(host)}. Each says which thread is the
 * host's, what happens in nested loops of the host, and what when the host ends. In common to all:
 *
 * <ul>
 *   <li>A pump that is posted after the host has ended throws {@link
 *       java.util.concurrent.RejectedExecutionException}, where the host lets itself be asked. The
 *       loop reports that, and {@code shutdown(timeout)} settles what it holds.
 *   <li>In a nested loop of the host (a modal dialog opened by a task), the loop's tasks wait until
 *       the task that opened it returns, or go on if it did so inside {@code runNested}.
 *   <li>Nothing is thrown into native code.
 * </ul>
 */
@NullMarked
package dev.oneloop.hosts;

import org.jspecify.annotations.NullMarked;
