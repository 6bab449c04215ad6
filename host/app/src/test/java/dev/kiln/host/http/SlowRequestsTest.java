package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that come byte by byte, with other patience than the server has. */
class SlowRequestsTest {
  private final Server jetty = new Server();
  private final ServerConnector connector = new ServerConnector(jetty);

  @AfterEach
  void stop() throws Exception {
    jetty.stop();
  }

  private Socket connect() throws Exception {
    if (!jetty.isRunning()) {
      connector.setHost("127.0.0.1");
      jetty.addConnector(connector);
      jetty.start();
    }
    return new Socket("127.0.0.1", connector.getLocalPort());
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** Answers why a body cannot be read. */
  private static final class Reader extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String said;
      try {
        said = Content.Source.asString(request);
      } catch (IOException e) {
        HttpProblem problem = RefusedBody.problem(e);
        said = problem.status() + " " + problem.getMessage();
      }
      Content.Sink.write(response, true, said, callback);
      return true;
    }
  }

  @Test
  void aBodyOfWhichBytesTrickleIsEnded() throws Exception {
    BodyGate gate = new BodyGate(0);
    gate.setHandler(new Reader());
    jetty.setHandler(gate);
    try (Socket socket = connect()) {
      write(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n");
      for (int i = 0; i < 2000 && socket.getInputStream().available() == 0; i++) {
        Thread.sleep(5);
        write(socket, "a");
      }
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .endsWith(
              "408 the body came with less than 32 KB a second; send it again over a faster"
                  + " connection");
    }
  }

  @Test
  void headersThatDoNotEndAreAndIdleConnectionsAreNot() throws Exception {
    jetty.setHandler(new Reader());
    try (Socket idle = connect();
        Socket slow = connect()) {
      write(idle, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      write(slow, "GET / HTTP/1.1\r\nHost: a\r\n");
      new SlowHeaders(connector, 20).watch();
      boolean open = true;
      for (int i = 0; i < 2000 && open; i++) {
        Thread.sleep(5);
        open = writes(slow, "X: a\r\n");
      }
      assertThat(open).isFalse();
      assertThat(writes(idle, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).isTrue();
      assertThat(new String(idle.getInputStream().readAllBytes(), US_ASCII).split("200 OK"))
          .hasSize(3);
    }
  }

  private static boolean writes(Socket socket, String text) throws IOException {
    try {
      write(socket, text);
      return true;
    } catch (SocketException closed) {
      return false;
    }
  }
}
