package dev.kiln.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the clients of {@code OpenAiClients} sent, sent again to a server that asks for a key. */
@DisabledOnOs(OS.WINDOWS)
class RecordedClientsTest {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final Path RECORDED = ROOT.resolve("examples/clients/openai/recorded");
  private static final String KEY = "Bearer some-key";

  @TempDir static Path folder;
  private static Shell.Running server;
  private static String address;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  @BeforeAll
  static void serve() throws IOException {
    Shell shell = new Shell(folder).home(folder.resolve("home"));
    server = shell.serve("--api-key", "some-key");
    address = server.firstLine();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.stop();
  }

  static List<Path> requests() throws IOException {
    try (Stream<Path> files = Files.list(RECORDED)) {
      return files.filter(file -> file.toString().endsWith(".http")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestIsAnsweredAsItsClientReadsIt(Path file) throws Exception {
    RecordedRequest request = RecordedRequest.read(file);
    HttpResponse<byte[]> answer = send(request, KEY);
    String body = new String(answer.body(), UTF_8);
    assertThat(answer.statusCode()).as(body).isEqualTo(request.status());
    if (request.status() >= 400) {
      assertThat(json.readTree(body).at("/error/message").asText()).isNotBlank();
    } else if (request.method().equals("GET")) {
      assertThat(json.readTree(body).findValuesAsText("id")).contains("default");
    } else {
      assertThat(answer.headers().firstValue("Kiln-Model")).contains("default");
      if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")) {
        demandEvents(body);
      } else {
        demandPictures(json.readTree(body).get("data"));
      }
    }
  }

  private void demandEvents(String body) throws IOException {
    List<String> data =
        body.lines().filter(it -> it.startsWith("data: ")).map(it -> it.substring(6)).toList();
    JsonNode last = json.readTree(data.get(data.size() - 1));
    assertThat(last.get("type").asText()).isEqualTo("image_generation.completed");
    isPicture(Base64.getDecoder().decode(last.get("b64_json").asText()));
  }

  private void demandPictures(JsonNode data) throws Exception {
    assertThat(data).isNotEmpty();
    for (JsonNode one : data) {
      if (one.has("url")) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(one.get("url").asText()));
        isPicture(
            http.send(request.header("Authorization", KEY).build(), BodyHandlers.ofByteArray())
                .body());
      } else {
        isPicture(Base64.getDecoder().decode(one.get("b64_json").asText()));
      }
    }
  }

  private static void isPicture(byte[] file) throws IOException {
    assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isGreaterThan(15);
  }

  private HttpResponse<byte[]> send(RecordedRequest recorded, String key) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + recorded.path()))
            .method(recorded.method(), BodyPublishers.ofByteArray(recorded.body()))
            .header("Authorization", key);
    recorded.headers().forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  @Test
  void withoutTheKeyNothingIsAnswered() throws Exception {
    HttpResponse<byte[]> answer = send(RecordedRequest.read(requests().get(0)), "Bearer other");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(json.readTree(answer.body()).at("/error/type").asText())
        .isEqualTo("invalid_request_error");
  }
}
