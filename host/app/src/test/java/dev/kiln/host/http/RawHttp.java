package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

/** One connection on which a test writes what no HTTP client would. */
final class RawHttp implements AutoCloseable {
  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  RawHttp(TestingServer server) throws IOException {
    URI url = URI.create(server.api.url());
    socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(30_000);
    out = socket.getOutputStream();
    in = socket.getInputStream();
  }

  /** A request's first line and headers, with those that every sound request has. */
  static String head(String firstLine, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return firstLine + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + more + "\r\n";
  }

  RawHttp write(String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    return this;
  }

  /** No more is to come. */
  RawHttp end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** So many bytes of what the server writes. */
  String read(int bytes) throws IOException {
    return new String(in.readNBytes(bytes), ISO_8859_1);
  }

  /** All that the server writes until it closes the connection. */
  String answer() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
