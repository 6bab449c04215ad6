package dev.kiln.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many clients at once, while attention is measured and jars come, change and go. Every answer is a
 * picture, or says that the queue is full; each picture is the one that its request makes alone.
 */
class LoadSoak {
  private static final int CLIENTS = Soak.count("clients", 32);
  private static final int SECONDS = Soak.count("seconds", 60);

  /** How many pictures are made again alone. */
  private static final int SAMPLE = 40;

  /** Of 255: optimizers of attention add in different orders. */
  private static final int CLOSE = 4;

  private static final int[] SIDES = {64, 128, 192};
  private static final String[] PROMPTS = {
    "a girl, meadow", "a boy waving, <lora:cape:0.8> night", "1girl AND snow", "(house:1.3), day"
  };

  @TempDir Path folder;
  private final Map<ObjectNode, int[]> pictures = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
  private final List<Long> millis = Collections.synchronizedList(new ArrayList<>());
  private final ConcurrentLinkedQueue<Integer> full = new ConcurrentLinkedQueue<>();

  @Test
  void everyClientGetsItsPicture() throws Exception {
    Product product = new Product(folder);
    try (Server server = product.serve("--queue", "24", "--measure-time", "120")) {
      JarSwaps swaps = new JarSwaps(product.plugins);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      ExecutorService threads = Executors.newCachedThreadPool();
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(i);
        work.add(threads.submit(() -> draw(server, random, end)));
      }
      work.add(threads.submit(() -> swaps.until(end)));
      for (Future<?> each : work) {
        each.get();
      }
      threads.shutdown();
      swaps.restore();
      int compared = compare(server);
      check(server);
      Collections.sort(millis);
      Soak.report(
          CLIENTS + " clients × " + SECONDS + " s, measuring, jars swapped",
          "%d pictures, %d times queue full, %d swaps; median %d ms, longest %d ms; %d of %d pictures"
              + " as alone",
          millis.size(),
          full.size(),
          swaps.count(),
          millis.get(millis.size() / 2),
          millis.get(millis.size() - 1),
          compared,
          compared);
    }
  }

  private void check(Server server) throws Exception {
    assertThat(problems).isEmpty();
    assertThat(server.alive()).isTrue();
    assertThat(server.log()).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(millis).isNotEmpty();
  }

  private Void draw(Server server, Random random, long end) throws InterruptedException {
    while (System.nanoTime() < end) {
      ObjectNode request = request(random);
      long start = System.nanoTime();
      try {
        Server.Answer answer = server.post("/sdapi/v1/txt2img", request);
        if (answer.status() == 429) {
          full.add(1);
          Thread.sleep(200);
        } else if (answer.status() == 200) {
          millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
          pictures.put(request, answer.pixels());
        } else {
          problems.add(request + ": " + answer.status() + " " + answer.text());
        }
      } catch (IOException | RuntimeException e) {
        problems.add(request + ": " + e);
      }
    }
    return null;
  }

  private static ObjectNode request(Random random) {
    ObjectNode request = new ObjectMapper().createObjectNode();
    request.put("prompt", PROMPTS[random.nextInt(PROMPTS.length)]);
    request.put("seed", random.nextInt(1000));
    request.put("steps", 1 + random.nextInt(4));
    request.put("width", SIDES[random.nextInt(SIDES.length)]);
    request.put("height", SIDES[random.nextInt(SIDES.length)]);
    request.put("sampler_name", random.nextBoolean() ? "Euler" : "DPM++ 2M");
    return request;
  }

  private int compare(Server server) throws Exception {
    int compared = 0;
    for (Map.Entry<ObjectNode, int[]> made : pictures.entrySet()) {
      if (compared == SAMPLE) {
        break;
      }
      int[] alone = server.post("/sdapi/v1/txt2img", made.getKey()).pixels();
      int worst = difference(made.getValue(), alone);
      if (worst > CLOSE) {
        problems.add(made.getKey() + " differs by " + worst + " from what it draws alone");
      }
      compared++;
    }
    return compared;
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
}
