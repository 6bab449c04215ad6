package dev.kiln.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wrong, strange and hostile input to every route of {@code /openapi.json}. Each request is made
 * from its number alone, so {@code -Dsoak.mutations.first=N -Dsoak.mutations=1} sends one again.
 */
class MutationSoak {
  private static final int FIRST = Soak.count("mutations.first", 0);
  private static final int REQUESTS = Soak.count("mutations", 10_000);
  private static final int AT_ONCE = Soak.count("mutations.at-once", 4);
  private static final Duration LIMIT = Duration.ofSeconds(Soak.count("mutations.limit", 20));

  /** What a request in work may take before it is interrupted. */
  private static final long PATIENCE_SECONDS = 3;

  private static final int SHOWN = 2000;
  private static final Pattern INSIDES =
      Pattern.compile(
          "(?<!HTTP)Exception|\\tat |\\b(java|javax|jakarta|com|org|dev|ai)\\.[a-z]+\\.[\\w.]+");

  @TempDir Path folder;
  private final AtomicInteger next = new AtomicInteger(FIRST);
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
  private final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
  private final AtomicInteger interrupts = new AtomicInteger();

  @Test
  void everyInputIsAnsweredWithAResultOrASentence() throws Exception {
    Product product = new Product(folder);
    try (Server server = product.serve("--measure-time", "0", "--queue", "64")) {
      List<Route> routes = routes(server.get("/openapi.json").json());
      ExecutorService threads = Executors.newCachedThreadPool();
      Future<?> impatient = threads.submit(() -> interrupt(server));
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        work.add(threads.submit(() -> send(server, routes)));
      }
      for (Future<?> each : work) {
        each.get();
      }
      impatient.cancel(true);
      threads.shutdown();
      threads.awaitTermination(1, TimeUnit.MINUTES);
      check(server);
      Soak.report(
          REQUESTS + " mutated inputs to " + routes.size() + " routes",
          "by status: %s; %d interrupts; all answered within %d s, none with 500",
          new TreeMap<>(statuses),
          interrupts.get(),
          LIMIT.toSeconds());
    }
  }

  private void check(Server server) throws Exception {
    assertThat(problems).isEmpty();
    assertThat(server.alive()).isTrue();
    assertThat(server.log()).doesNotContain("\tat ");
    assertThat(server.get("/internal/ping").status()).isEqualTo(200);
    JsonNode right = new Bodies(new Random(0)).picture();
    assertThat(server.post("/sdapi/v1/txt2img", right).status()).isEqualTo(200);
  }

  private static List<Route> routes(JsonNode description) {
    List<Route> routes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : description.at("/paths").properties()) {
      if (path.getKey().equals("/kiln/v1/events")) {
        // It never ends.
        continue;
      }
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        routes.add(Route.of(method.getKey(), path.getKey(), method.getValue(), description));
      }
    }
    return routes;
  }

  private Void send(Server server, List<Route> routes) throws InterruptedException {
    for (int n = next.getAndIncrement();
        n < FIRST + REQUESTS && problems.size() < 20;
        n = next.getAndIncrement()) {
      Route.Call call = routes.get(n % routes.size()).call(new Random(n));
      String told = "request " + n + ": " + call;
      try {
        Server.Answer answer =
            server.send(call.method(), call.path(), call.type(), call.body(), LIMIT);
        statuses.computeIfAbsent(answer.status(), it -> new AtomicInteger()).incrementAndGet();
        judge(answer)
            .forEach(why -> problem(why + "\n" + told + "\nanswer " + shortened(answer.text())));
      } catch (IOException e) {
        problem(e + "\n" + told);
      }
    }
    return null;
  }

  private static List<String> judge(Server.Answer answer) {
    List<String> wrong = new ArrayList<>();
    if (answer.status() == 500) {
      wrong.add("a fault");
    }
    if (answer.status() >= 400) {
      if (!answer.type().startsWith("application/json")) {
        wrong.add("an error of type " + answer.type());
      }
      if (INSIDES.matcher(answer.text()).find()) {
        wrong.add("insides in an error");
      }
    }
    return wrong;
  }

  /** Told at once: the whole takes a while. */
  private void problem(String told) {
    System.out.println(told);
    problems.add(told);
  }

  static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /** A request that draws long is no fault: stop what has been in work for some seconds. */
  private Void interrupt(Server server) throws IOException {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
        if (server.get("/sdapi/v1/progress").json().at("/state/job_count").asInt() > 0) {
          server.send("POST", "/sdapi/v1/interrupt", "", new byte[0], LIMIT);
          interrupts.incrementAndGet();
        }
      }
    } catch (InterruptedException end) {
      return null;
    }
  }
}
