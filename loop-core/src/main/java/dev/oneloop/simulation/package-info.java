/**
 * Exploring what else might have happened: a loop in virtual time that takes the decisions which on
 * a real loop chance takes, and can take the same ones again.
 *
 * <p>{@link dev.oneloop.simulation.Simulation} says how; {@link dev.oneloop.SimulatedLoop} is such
 * a loop.
 */
@NullMarked
package dev.oneloop.simulation;

import org.jspecify.annotations.NullMarked;
