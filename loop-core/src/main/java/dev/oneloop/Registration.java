package dev.oneloop;

/** Undoes a registration when closed. Closing again does nothing. May be closed from any thread. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  @Override
  void close();
}
