package dev.oneloop.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Pins a {@link LoopTest} to one schedule, as the message of a failed one has it: it runs once,
 * with these decisions, and in order after the last of them.
 *
 * <p>The decisions belong to the test as it is; after a change of it they may mean another
 * schedule.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.ANNOTATION_TYPE, ElementType.METHOD})
public @interface Replay {
  /** The {@linkplain dev.oneloop.SimulatedLoop#decisions() decisions}. */
  int[] value();
}
