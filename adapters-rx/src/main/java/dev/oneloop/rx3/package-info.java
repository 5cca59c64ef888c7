/** RxJava 3 on a loop. */
@NullMarked
package dev.oneloop.rx3;

import org.jspecify.annotations.NullMarked;
