/** What the testkit's packages share. Not exported. */
@NullMarked
package dev.oneloop.testkit.internal;

import org.jspecify.annotations.NullMarked;
