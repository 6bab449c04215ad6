package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.testing.DefaultModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real {@code kiln serve} with jobs in its queue, killed in the midst of one. */
class KilledServerTest {
  private static final int JOBS = 20;
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path temp;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private Process process;
  private String url;

  @Test
  void allJobsAreThereAfterTheNextStartAndNoneIsDrawnTwice() throws Exception {
    List<String> ids = new ArrayList<>();
    Map<String, byte[]> before = new LinkedHashMap<>();
    try {
      start();
      for (int i = 0; i < JOBS; i++) {
        ids.add("job" + i);
        // Without a seed: drawn again, a picture would be another one.
        String body =
            "{\"id\":\"job%d\",\"prompt\":\"house %d\",\"steps\":3,\"width\":64,\"height\":64}";
        assertThat(post("/kiln/v1/jobs", body.formatted(i, i)).statusCode()).isEqualTo(202);
      }
      await(() -> done().size() >= 3);
      for (String id : done()) {
        before.put(id, get("/kiln/v1/jobs/" + id + "/images/0").body());
      }
      assertThat(before.size()).as("jobs that wait or run when it is killed").isLessThan(JOBS);
      process.destroyForcibly().waitFor();

      start();
      assertThat(states().keySet()).containsExactlyInAnyOrderElementsOf(ids);
      await(() -> done().size() == JOBS);
      assertThat(states()).hasSize(JOBS).containsOnlyKeys(ids);
      for (String id : ids) {
        JsonNode job = json("/kiln/v1/jobs/" + id);
        assertThat(job.get("images")).as(id).hasSize(1);
        assertThat(job.at("/request/prompt").asText()).isEqualTo("house " + id.substring(3));
      }
      for (Map.Entry<String, byte[]> drawn : before.entrySet()) {
        assertThat(get("/kiln/v1/jobs/" + drawn.getKey() + "/images/0").body())
            .as(drawn.getKey())
            .isEqualTo(drawn.getValue());
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-Djava.awt.headless=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("serve", "--port", "0", "--queue", "40", "--measure-time", "0"));
    command.addAll(List.of("--home", temp.resolve("home").toString()));
    command.addAll(List.of("--models", DefaultModel.models().toString()));
    command.addAll(
        List.of("--plugins", Files.createDirectories(temp.resolve("plugins")).toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    url = out.readLine();
    assertThat(url).as("the address of the server").startsWith("http://127.0.0.1:");
  }

  private Map<String, String> states() throws IOException, InterruptedException {
    Map<String, String> states = new LinkedHashMap<>();
    for (JsonNode line : json("/kiln/v1/jobs")) {
      assertThat(states.put(line.get("id").asText(), line.get("state").asText())).isNull();
    }
    return states;
  }

  private List<String> done() throws IOException, InterruptedException {
    return states().entrySet().stream()
        .filter(state -> state.getValue().equals("done"))
        .map(Map.Entry::getKey)
        .toList();
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(Condition condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("within " + LONG).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return mapper.readTree(get(path).body());
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> post(String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + path)).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofByteArray());
  }
}
