package dev.oneloop.benchmarks.echo;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * The load: on each connection one message is on its way, and when it is back the next one follows.
 * Every answer is compared with what was sent.
 *
 * <p>One thread that never sleeps, and so keeps one processor busy: a server pays for what it does,
 * and not for waking its client.
 */
final class EchoClient implements AutoCloseable {
  static final int MESSAGE_BYTES = 1024;

  private final Selector selector = Selector.open();
  private long answers;

  EchoClient(int port, int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Connection connection = new Connection(channel);
      channel.register(selector, SelectionKey.OP_READ, connection);
      connection.send();
    }
  }

  /** Plays for some time. Returns how many answers came. */
  long play(Duration time) throws IOException {
    long before = answers;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      step();
    }
    return answers - before;
  }

  /** Plays until so many answers have come. */
  void play(long count) throws IOException {
    long end = answers + count;
    while (answers < end) {
      step();
    }
  }

  private void step() throws IOException {
    selector.selectNow();
    for (SelectionKey key : selector.selectedKeys()) {
      if (((Connection) key.attachment()).receive()) {
        answers++;
      }
    }
    selector.selectedKeys().clear();
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private static final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer sent = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private long number;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    void send() throws IOException {
      number++;
      // Every word differs from that of the message before, and from its neighbours.
      for (int at = 0; at < MESSAGE_BYTES; at += Long.BYTES) {
        sent.putLong(at, number + at);
      }
      sent.clear();
      while (sent.hasRemaining()) {
        channel.write(sent);
      }
    }

    /** True if that was the whole answer; the next message is on its way then. */
    boolean receive() throws IOException {
      if (channel.read(answer) < 0) {
        throw new EOFException("The server has closed " + channel);
      }
      if (answer.hasRemaining()) {
        return false;
      }
      if (!answer.flip().equals(sent.flip())) {
        throw new IOException("The server did not send back what it got on " + channel);
      }
      answer.clear();
      send();
      return true;
    }
  }
}
