/**
 * Looking for runs that fail: a program is run in many simulations, and a failure is reduced to the
 * few decisions that it needs. No test framework is needed for it.
 */
@NullMarked
package dev.oneloop.testkit.explore;

import org.jspecify.annotations.NullMarked;
