package dev.oneloop.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Pins a {@link LoopTest} to seeds: it runs with these and no others. For the time of debugging, or
 * to keep the seed that once found something.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.METHOD})
public @interface Seed {
  /** The seeds, in the order in which they are to be run. */
  long[] value();
}
