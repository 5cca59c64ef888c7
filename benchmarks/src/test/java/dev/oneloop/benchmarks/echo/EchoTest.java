package dev.oneloop.benchmarks.echo;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.IoLoop;
import dev.oneloop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void everyMessageComesBackOnEveryConnection(int connections) throws Exception {
    try (IoLoop loop = Loops.selecting("echo");
        EchoClient client = new EchoClient(new EchoServer(loop).start(), connections)) {
      client.play(100L * connections);
    }
  }

  @Test
  void clientNoticesAnAnswerThatIsNotItsMessage() throws Exception {
    try (ServerSocket wrong = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> answerZeros(wrong));
      try (EchoClient client = new EchoClient(wrong.getLocalPort(), 1)) {
        IOException e = assertThrows(IOException.class, () -> client.play(1L));
        assertTrue(e.toString().contains("did not send back what it got"), e::toString);
      }
      answering.join();
    }
  }

  @Test
  void clientNoticesThatItsServerHasGone() throws Exception {
    try (IoLoop loop = Loops.selecting("echo");
        EchoClient client = new EchoClient(new EchoServer(loop).start(), 1)) {
      client.play(1L);
      assertTrue(loop.shutdown(PATIENCE));
      assertThrows(IOException.class, () -> client.play(10L));
    }
  }

  private static void answerZeros(ServerSocket server) {
    try (Socket connection = server.accept()) {
      connection.getOutputStream().write(new byte[EchoClient.MESSAGE_BYTES]);
      connection.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
