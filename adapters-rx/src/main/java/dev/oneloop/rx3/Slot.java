package dev.oneloop.rx3;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of RxJava's global slots for a handler, null if it has none.
 *
 * @param <H> the type of the handler
 */
record Slot<H>(Supplier<@Nullable H> get, Consumer<@Nullable H> set) {}
