package dev.kiln.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.examples.soak.LoadSeen.Made;
import dev.kiln.examples.soak.LoadSeen.Stopped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many clients at once, while attention is measured and jars come, change and go; then as many
 * again, while memory is watched. Every answer is a picture, or says that the queue is full; each
 * picture is the one that its request makes alone. Each job that was taken ends with one result, a
 * stopped one with the step under way.
 */
class LoadSoak {
  private static final int CLIENTS = Soak.count("clients", 32);
  private static final int SECONDS = Soak.count("seconds", 60);

  /** Of 255: optimizers of attention add in different orders. */
  private static final int CLOSE = 4;

  /** The last third of the second half may take so much more than its first. */
  private static final double FLAT = 1.2;

  @TempDir Path folder;
  private final LoadSeen seen = new LoadSeen();
  private final List<Long> resident = new ArrayList<>();
  private int clients;

  @Test
  void everyClientGetsItsPicture() throws Exception {
    Product product = new Product(folder);
    try (Server server = product.serve("--queue", "24", "--measure-time", "120")) {
      JarSwaps swaps = new JarSwaps(product.plugins);
      load(server, swaps::until);
      swaps.restore();
      // All that can be in memory is there now.
      load(server, end -> watchMemory(server, end));
      checkJobs(server);
      checkStopped();
      for (Made made : seen.made) {
        compare(server, made);
      }
      assertThat(seen.problems).isEmpty();
      assertThat(server.alive()).isTrue();
      assertThat(server.log()).doesNotContain("\tat ").doesNotContain("Exception");
      assertThat(seen.made).isNotEmpty();
      report(swaps);
    }
  }

  /** What goes on while clients draw. */
  private interface Beside {
    Void until(long end) throws Exception;
  }

  private void load(Server server, Beside beside) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> work = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      LoadClient client = new LoadClient(server, seen, ++clients);
      work.add(threads.submit(() -> client.until(end)));
    }
    work.add(threads.submit(() -> beside.until(end)));
    for (Future<?> each : work) {
      each.get();
    }
    threads.shutdown();
  }

  private Void watchMemory(Server server, long end) throws IOException, InterruptedException {
    while (System.nanoTime() < end) {
      resident.add(server.rss() >> 10);
      Thread.sleep(500);
    }
    return null;
  }

  /** Those that were taken are there once, with one picture, and no others are. */
  private void checkJobs(Server server) throws Exception {
    List<String> listed = new ArrayList<>();
    for (JsonNode line : server.get("/kiln/v1/jobs").json()) {
      String id = line.get("id").asText();
      listed.add(id);
      JsonNode job = server.get("/kiln/v1/jobs/" + id).json();
      String state = job.get("state").asText();
      if (state.equals("done")) {
        assertThat(job.get("images")).as(id).hasSize(1);
        Server.Answer picture = server.get("/kiln/v1/jobs/" + id + "/images/0");
        assertThat(picture.body()).as(id).startsWith(0x89, 'P', 'N', 'G');
      } else {
        assertThat(state).as(id).isEqualTo("cancelled");
        assertThat(seen.accepted).as(id).containsEntry(id, true);
      }
    }
    assertThat(listed).containsExactlyInAnyOrderElementsOf(seen.accepted.keySet());
  }

  private void checkStopped() {
    assertThat(seen.stopped).isNotEmpty();
    assertThat(seen.stopped).allSatisfy(it -> assertThat(it.steps()).isLessThanOrEqualTo(1));
    // Half a step at the middle, and asking for it.
    assertThat(seen.stopped.stream().filter(it -> !it.interrupted() && it.millis() > it.step()))
        .hasSizeLessThanOrEqualTo(seen.stopped.size() / 2);
  }

  private void compare(Server server, Made made) throws IOException, InterruptedException {
    int worst = difference(made.pixels(), LoadClient.again(server, made));
    if (worst > CLOSE) {
      seen.problems.add(made.body() + " differs by " + worst + " from what it draws alone");
    }
  }

  private static int difference(int[] one, int[] other) {
    int worst = one.length == other.length ? 0 : 255;
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        worst = Math.max(worst, Math.abs((one[i] >> shift & 255) - (other[i] >> shift & 255)));
      }
    }
    return worst;
  }

  private void report(JarSwaps swaps) throws IOException {
    long first = median(resident.subList(0, resident.size() / 3));
    long last = median(resident.subList(resident.size() * 2 / 3, resident.size()));
    Soak.report(
        CLIENTS + " clients × 2 × " + SECONDS + " s, measuring, jars swapped in the first half",
        "%d pictures, all as alone, after %s; %d times queue full, %d swaps; %d jobs, each with one"
            + " result; %s; %s; resident %d MB in the first third, %d MB in the last",
        seen.made.size(),
        LoadSeen.middleAndMost(seen.made.stream().map(Made::millis).toList()),
        seen.full.get(),
        swaps.count(),
        seen.accepted.size(),
        stopped("cancelled", false),
        stopped("interrupted", true),
        first,
        last);
    assertThat((double) last).isLessThanOrEqualTo(FLAT * first);
  }

  private String stopped(String how, boolean interrupted) {
    List<Stopped> some =
        seen.stopped.stream().filter(it -> it.interrupted() == interrupted).toList();
    return "%d %s, ended after %s, with steps of %s"
        .formatted(
            some.size(),
            how,
            LoadSeen.middleAndMost(some.stream().map(Stopped::millis).toList()),
            LoadSeen.middleAndMost(some.stream().map(Stopped::step).toList()));
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
