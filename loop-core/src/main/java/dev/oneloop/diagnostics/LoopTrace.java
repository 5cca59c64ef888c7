package dev.oneloop.diagnostics;

import dev.oneloop.LoopListener;
import dev.oneloop.ManagedLoop;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what loops do as a timeline in the Chrome trace-event format, which <a
 * href="https://ui.perfetto.dev">Perfetto</a> and chrome://tracing show: turns, tasks, sleeps and
 * wake-ups, a track for each loop, a category and a colour for the tasks of each ecosystem.
 *
 * <pre>{@code
 * try (LoopTrace trace = LoopTrace.to(Path.of("loop.json"));
 *     ManagedLoop loop = Loops.builder().listener(trace).start()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>Events are written on the loops' threads, into a buffer. A file that was not closed, because
 * the process died, can be opened as well.
 */
public final class LoopTrace implements LoopListener, Closeable {
  private final Writer out;
  private final LongSupplier nanoTime;
  private final long origin;

  // Guarded by this.

  private int tracks;
  private boolean closed;

  /** The first write that failed; after it nothing is written. */
  private @Nullable IOException failure;

  LoopTrace(Writer out, LongSupplier nanoTime) throws IOException {
    this.out = out;
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
    out.write(
        "[\n{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":1,\"args\":{\"name\":\"loops\"}}");
  }

  /** Writes to a file, which is replaced if it exists. */
  public static LoopTrace to(Path file) throws IOException {
    BufferedWriter out = Files.newBufferedWriter(file);
    try {
      return new LoopTrace(out, System::nanoTime);
    } catch (IOException | RuntimeException | Error e) {
      out.close();
      throw e;
    }
  }

  /** Writes to a writer, which is closed with the trace. */
  public static LoopTrace to(Writer out) throws IOException {
    return new LoopTrace(new BufferedWriter(out), System::nanoTime);
  }

  @Override
  public LoopListener forLoop(ManagedLoop loop) {
    return new TraceTrack(this, newTrack(), loop);
  }

  private synchronized int newTrack() {
    return ++tracks;
  }

  /** Nanoseconds since the trace began. */
  long time() {
    return nanoTime.getAsLong() - origin;
  }

  /** Writes an event, of which everything but the braces is given. */
  synchronized void write(CharSequence event) {
    if (closed || failure != null) {
      return;
    }
    try {
      out.append(",\n{").append(event).append('}');
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * Ends the trace; loops go on without it.
   *
   * @throws IOException if anything could not be written, now or before
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (failure != null) {
        throw failure;
      }
      out.write("\n]\n");
    }
  }
}
