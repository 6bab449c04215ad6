package dev.kiln.host.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueEventsTest {
  private final TestingServer server = TestingServer.stepped();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void oneStreamTellsOfAllJobs() throws Exception {
    server.post("/kiln/v1/jobs", "{\"id\":\"first\",\"steps\":2}");
    server.awaitRunning("first");
    HttpRequest listen = server.request("/kiln/v1/events").build();
    try (Stream<String> lines = server.client().send(listen, BodyHandlers.ofLines()).body()) {
      Iterator<String> data = lines.filter(line -> line.startsWith("data: ")).iterator();
      while (!job(data).equals(List.of("first", "running"))) {
        continue;
      }
      server.post("/kiln/v1/jobs", "{\"id\":\"second\",\"steps\":1}");
      Set<List<String>> told = new HashSet<>();
      while (!told.contains(List.of("second", "queued"))) {
        told.add(job(data));
      }
      server.generator.allow(3);
      while (!told.containsAll(List.of(List.of("first", "done"), List.of("second", "done")))) {
        told.add(job(data));
      }
    }
  }

  private List<String> job(Iterator<String> data) throws Exception {
    JsonNode job = server.parse(data.next().substring("data: ".length()));
    return List.of(job.get("id").asText(), job.get("state").asText());
  }
}
