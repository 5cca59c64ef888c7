package dev.oneloop.benchmarks.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * What the JDK's selector and channels cost by themselves: no tasks, no timers, nobody may submit
 * anything. A limit, and no peer.
 */
final class BareEchoServer {
  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

  private BareEchoServer() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Serves until standard input ends. */
  public static void main(String[] args) throws IOException {
    BareEchoServer bare = new BareEchoServer();
    Thread thread = new Thread(bare::run, "bare");
    thread.setDaemon(true);
    thread.start();
    ServerProcess.serve(bare.server.socket().getLocalPort());
  }

  private void run() {
    try {
      while (true) {
        selector.select(this::ready);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        echo((SocketChannel) key.channel());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    SocketChannel connection = server.accept();
    if (connection != null) {
      connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
      connection.configureBlocking(false);
      connection.register(selector, SelectionKey.OP_READ);
    }
  }

  private void echo(SocketChannel connection) throws IOException {
    if (connection.read(buffer.clear()) < 0) {
      connection.close();
      return;
    }
    buffer.flip();
    while (buffer.hasRemaining()) {
      connection.write(buffer);
    }
  }
}
