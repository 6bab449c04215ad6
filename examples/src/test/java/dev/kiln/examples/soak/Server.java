package dev.kiln.examples.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;

/** A running {@code kiln serve} and a client of it. Safe from any thread. */
final class Server implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No answer may take longer, on a machine that others use too. */
  private static final Duration HANG = Duration.ofMinutes(5);

  private final Product.Running running;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;

  Server(Product.Running running) throws IOException, InterruptedException {
    this.running = running;
    while (Files.size(running.out()) == 0) {
      if (!running.process().isAlive()) {
        throw new AssertionError("the server did not start: " + running.said());
      }
      Thread.sleep(20);
    }
    this.url = Files.readString(running.out()).strip();
  }

  /** What came back. */
  record Answer(int status, String type, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + text(), e);
      }
    }

    /** A picture in base64, by where it stands in the answer. */
    int[] pixels(String pointer) throws IOException {
      return Server.pixels(Base64.getDecoder().decode(json().at(pointer).asText()));
    }
  }

  /** Of a picture file. */
  static int[] pixels(byte[] file) throws IOException {
    var picture = ImageIO.read(new ByteArrayInputStream(file));
    return picture.getRGB(
        0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, "", new byte[0], HANG);
  }

  Answer post(String path, JsonNode body) throws IOException, InterruptedException {
    return send("POST", path, "application/json", bytes(body), HANG);
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, "", new byte[0], HANG);
  }

  static byte[] bytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  Answer send(String method, String path, String type, byte[] body, Duration limit)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    CompletableFuture<HttpResponse<byte[]>> sent =
        http.sendAsync(request.build(), BodyHandlers.ofByteArray());
    try {
      // A request's own timeout ends with the headers of its answer.
      HttpResponse<byte[]> answer = sent.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      String media = answer.headers().firstValue("Content-Type").orElse("");
      return new Answer(answer.statusCode(), media, answer.body());
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw new HttpTimeoutException("no answer in " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  boolean alive() {
    return running.process().isAlive();
  }

  String log() throws IOException {
    return Files.readString(running.err());
  }

  /** Resident kilobytes. */
  long rss() throws IOException {
    Path status = Path.of("/proc/" + running.process().pid() + "/status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  void kill() {
    running.process().destroyForcibly();
  }

  @Override
  public void close() throws InterruptedException {
    running.process().destroy();
    if (!running.process().waitFor(2, TimeUnit.MINUTES)) {
      running.process().destroyForcibly();
      throw new AssertionError("the server did not stop");
    }
  }
}
