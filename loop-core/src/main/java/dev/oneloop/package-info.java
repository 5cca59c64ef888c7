/** The loop: tasks, time, turns and what drives them. */
@NullMarked
package dev.oneloop;

import org.jspecify.annotations.NullMarked;
