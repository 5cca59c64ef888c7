/** A JUnit extension and contract suites for loops, hosts and adapters. */
@NullMarked
package dev.oneloop.testkit;

import org.jspecify.annotations.NullMarked;
