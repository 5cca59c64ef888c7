package dev.oneloop.examples.quakes;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A file of airports in which the nearest one is found with a few dozen reads.
 *
 * <p>The file is a balanced k-d tree over unit vectors, laid out in order: the root of any range of
 * records is the one in its middle. Every step of a search is a positional read, which blocks; that
 * is why look-ups belong on a pool. Any number of threads may look up at the same time.
 */
final class AirportIndex implements AutoCloseable {
  private static final int CODE_BYTES = 8;
  private static final int NAME_BYTES = 64;
  private static final int RECORD_BYTES = 5 * Double.BYTES + CODE_BYTES + NAME_BYTES;
  private static final int AXES = 3;

  private final Path file;
  private final FileChannel channel;
  private final int size;

  private AirportIndex(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = Math.toIntExact(channel.size() / RECORD_BYTES);
  }

  /** Writes an index to a temporary file, which goes away with the index or the process. */
  static AirportIndex create(List<Airport> airports) throws IOException {
    Node[] nodes = airports.stream().map(Node::new).toArray(Node[]::new);
    arrange(nodes, 0, nodes.length, 0);
    ByteBuffer records = ByteBuffer.allocate(nodes.length * RECORD_BYTES);
    for (Node node : nodes) {
      node.writeTo(records);
    }
    Path file = Files.createTempFile("oneloop-airports-", ".index");
    file.toFile().deleteOnExit();
    Files.write(file, records.array());
    return new AirportIndex(file, FileChannel.open(file, StandardOpenOption.READ));
  }

  /**
   * Puts the median of a range in its middle, smaller ones before it, and so on by the next axis.
   */
  private static void arrange(Node[] nodes, int from, int to, int axis) {
    if (to - from > 1) {
      Arrays.sort(nodes, from, to, Comparator.comparingDouble(node -> node.vector[axis]));
      int middle = (from + to) >>> 1;
      arrange(nodes, from, middle, (axis + 1) % AXES);
      arrange(nodes, middle + 1, to, (axis + 1) % AXES);
    }
  }

  /** The airport nearest to a place. Blocks. */
  NearestAirport nearest(double latitude, double longitude) throws IOException {
    Search search = new Search(Earth.unitVector(latitude, longitude));
    search.visit(0, size, 0);
    Airport airport = search.best();
    return new NearestAirport(
        airport, Earth.kilometres(latitude, longitude, airport.latitude(), airport.longitude()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  /** One descent into the tree. */
  private final class Search {
    private final double[] target;
    private final ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
    private int best = -1;
    private double bestSquare = Double.POSITIVE_INFINITY;

    Search(double[] target) {
      this.target = target;
    }

    void visit(int from, int to, int axis) throws IOException {
      if (from >= to) {
        return;
      }
      int middle = (from + to) >>> 1;
      read(middle);
      double square = 0;
      for (int i = 0; i < AXES; i++) {
        double distance = target[i] - record.getDouble(i * Double.BYTES);
        square += distance * distance;
      }
      double toPlane = target[axis] - record.getDouble(axis * Double.BYTES);
      if (square < bestSquare) {
        bestSquare = square;
        best = middle;
      }
      int next = (axis + 1) % AXES;
      boolean before = toPlane < 0;
      visit(before ? from : middle + 1, before ? middle : to, next);
      if (toPlane * toPlane < bestSquare) {
        visit(before ? middle + 1 : from, before ? to : middle, next);
      }
    }

    Airport best() throws IOException {
      if (best < 0) {
        throw new EOFException("The index is empty: " + file);
      }
      read(best);
      return Node.read(record);
    }

    private void read(int index) throws IOException {
      record.clear();
      long position = (long) index * RECORD_BYTES;
      while (record.hasRemaining()) {
        if (channel.read(record, position + record.position()) < 0) {
          throw new EOFException("The index ends too early: " + file);
        }
      }
      record.flip();
    }
  }

  /** An airport on its way into the file, or out of it. */
  private static final class Node {
    final Airport airport;
    final double[] vector;

    Node(Airport airport) {
      this.airport = airport;
      this.vector = Earth.unitVector(airport.latitude(), airport.longitude());
    }

    void writeTo(ByteBuffer out) {
      for (double coordinate : vector) {
        out.putDouble(coordinate);
      }
      out.putDouble(airport.latitude()).putDouble(airport.longitude());
      putText(out, airport.code(), CODE_BYTES);
      putText(out, airport.name(), NAME_BYTES);
    }

    static Airport read(ByteBuffer in) {
      in.position(AXES * Double.BYTES);
      double latitude = in.getDouble();
      double longitude = in.getDouble();
      return new Airport(getText(in, CODE_BYTES), getText(in, NAME_BYTES), latitude, longitude);
    }

    private static void putText(ByteBuffer out, String text, int room) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (bytes.length > room) {
        throw new IllegalArgumentException("Longer than " + room + " bytes: " + text);
      }
      out.put(bytes).put(new byte[room - bytes.length]);
    }

    private static String getText(ByteBuffer in, int room) {
      byte[] bytes = new byte[room];
      in.get(bytes);
      return new String(bytes, StandardCharsets.UTF_8).trim();
    }
  }
}
