package dev.kiln.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with jobs in its queue that is killed again and again, until all are drawn. What was
 * seen to be finished stays as it was, and each job ends with one result.
 */
class QueueKillSoak {
  private static final int ROUNDS = Soak.count("queue.rounds", 10);
  private static final int JOBS = 20;

  @TempDir Path folder;
  private final Random random = new Random(1);
  private final Map<String, byte[]> seen = new HashMap<>();
  private Server server;
  private int kills;
  private int jobs;

  @AfterEach
  void stop() {
    if (server != null) {
      server.kill();
    }
  }

  @Test
  void allAreDrawnOnce() throws Exception {
    Product product = new Product(folder);
    for (int round = 0; round < ROUNDS; round++) {
      server = serve(product);
      for (int i = 0; i < JOBS; i++) {
        submit(server, jobs++);
      }
      while (done(server) < jobs) {
        // One more at least, so that no job is begun over and over.
        await(server, done(server) + 1);
        Thread.sleep(random.nextInt(300));
        look(server);
        if (done(server) < jobs) {
          server.kill();
          kills++;
          server = serve(product);
          look(server);
        }
      }
      server.close();
    }
    server = serve(product);
    look(server);
    assertThat(states(server)).hasSize(jobs).doesNotContainValue("failed");
    server.close();
    Soak.report(
        kills + " kills of a server with jobs in its queue",
        "%d jobs, each with one result; no finished one was drawn again; the store takes %d KB",
        jobs,
        Files.size(product.home.resolve("jobs/jobs.mv")) >> 10);
  }

  private static Server serve(Product product) throws IOException, InterruptedException {
    return product.serve("--queue", "100", "--measure-time", "0");
  }

  private static void submit(Server server, int number) throws IOException, InterruptedException {
    String body =
        "{\"id\": \"job%d\", \"prompt\": \"house %d\", \"steps\": 2, \"width\": 64, \"height\": 64}";
    JsonNode request = new ObjectMapper().readTree(body.formatted(number, number));
    assertThat(server.post("/kiln/v1/jobs", request).status()).isEqualTo(202);
  }

  /** The pictures of all that are done are those that they were. */
  private void look(Server server) throws IOException, InterruptedException {
    for (Map.Entry<String, String> state : states(server).entrySet()) {
      if (state.getValue().equals("done")) {
        String id = state.getKey();
        byte[] png = server.get("/kiln/v1/jobs/" + id + "/images/0").body();
        assertThat(png).as(id).startsWith(0x89, 'P', 'N', 'G');
        byte[] before = seen.putIfAbsent(id, png);
        assertThat(before == null ? png : before).as(id).isEqualTo(png);
      }
    }
    assertThat(states(server).keySet()).containsAll(seen.keySet());
  }

  private static void await(Server server, long done) throws IOException, InterruptedException {
    while (done(server) < done) {
      assertThat(server.alive()).isTrue();
      Thread.sleep(20);
    }
  }

  private static long done(Server server) throws IOException, InterruptedException {
    return states(server).values().stream().filter("done"::equals).count();
  }

  private static Map<String, String> states(Server server)
      throws IOException, InterruptedException {
    Map<String, String> states = new TreeMap<>();
    for (JsonNode line : server.get("/kiln/v1/jobs").json()) {
      assertThat(states.put(line.get("id").asText(), line.get("state").asText())).isNull();
    }
    return states;
  }
}
