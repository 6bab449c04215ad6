package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that no HTTP client would send whole. */
class BrokenBodiesTest {
  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aChunkThatIsNoneIs400() throws IOException {
    assertThat(answer("Transfer-Encoding: chunked\r\n\r\nnot a number\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aBodyThatBreaksOffIs400() throws IOException {
    assertThat(answer("Content-Length: 100\r\n\r\n{\"prompt\":"))
        .startsWith("HTTP/1.1 400 ")
        .contains("the body of the request breaks off or is no HTTP; send it again");
  }

  private String answer(String rest) throws IOException {
    URI uri = URI.create(server.api.url());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head = "POST /kiln/v1/txt2img HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n";
      out.write((head + "Connection: close\r\n" + rest).getBytes(US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
