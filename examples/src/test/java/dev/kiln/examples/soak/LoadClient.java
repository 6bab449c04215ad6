package dev.kiln.examples.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.examples.soak.LoadSeen.Made;
import dev.kiln.examples.soak.LoadSeen.Stopped;
import java.io.IOException;
import java.util.Random;
import java.util.function.Predicate;

/**
 * One of many clients: it waits for pictures, has jobs and looks after them, and stops some while
 * they run. For one thread.
 */
final class LoadClient {
  private static final String WEBUI = "/sdapi/v1/txt2img";
  private static final String KILN = "/kiln/v1/txt2img";
  private static final String JOBS = "/kiln/v1/jobs";

  private static final int LARGEST = 192;
  private static final int[] SIDES = {64, 128, LARGEST};
  private static final String[] PROMPTS = {
    "a girl, meadow", "a boy waving, <lora:cape:0.8> night", "1girl AND snow", "(house:1.3), day"
  };

  /** Of a job that is stopped: enough that it runs when it is. */
  private static final int LONG = 60;

  private static final int WATCHED_STEPS = 6;

  private final Server server;
  private final LoadSeen seen;
  private final int number;
  private final Random random;
  private int asked;

  LoadClient(Server server, LoadSeen seen, int number) {
    this.server = server;
    this.seen = seen;
    this.number = number;
    this.random = new Random(number);
  }

  Void until(long end) throws InterruptedException {
    while (System.nanoTime() < end) {
      String id = "client-" + number + "-" + asked++;
      try {
        switch (random.nextInt(8)) {
          case 0 -> stop(id, false);
          case 1 -> stop(id, true);
          case 2, 3 -> follow(id);
          default -> await(id);
        }
      } catch (IOException | RuntimeException | AssertionError e) {
        seen.problems.add(id + ": " + e);
      }
    }
    return null;
  }

  /** Wait for a picture, as programs of webUI's do. */
  private void await(String id) throws IOException, InterruptedException {
    ObjectNode request = request(1 + random.nextInt(4), side(), side(), "sampler_name");
    long start = System.nanoTime();
    Server.Answer answer = server.post(WEBUI, request.deepCopy().put("force_task_id", id));
    if (taken(answer, 200, id, false)) {
      seen.made.add(new Made(WEBUI, request, answer.pixels("/images/0"), since(start)));
    }
  }

  /** Look after a job until it has ended. */
  private void follow(String id) throws IOException, InterruptedException {
    ObjectNode request = request(1 + random.nextInt(4), side(), side(), "sampler");
    long start = System.nanoTime();
    if (taken(server.post(JOBS, request.deepCopy().put("id", id)), 202, id, false)) {
      JsonNode end = look(id, LoadClient::ended);
      byte[] png = server.get(end.at("/images/0/url").asText()).body();
      seen.made.add(new Made(KILN, request, Server.pixels(png), since(start)));
    }
  }

  /** Stop a job while it runs. */
  private void stop(String id, boolean interrupt) throws IOException, InterruptedException {
    ObjectNode request = request(LONG, LARGEST, LARGEST, "sampler");
    if (!taken(server.post(JOBS, request.put("id", id)), 202, id, true)) {
      return;
    }
    JsonNode first = look(id, job -> job.get("step").asInt() > 0 || ended(job));
    int enough = first.get("step").asInt() + WATCHED_STEPS + random.nextInt(WATCHED_STEPS);
    JsonNode last = look(id, job -> job.get("step").asInt() >= enough || ended(job));
    Thread.sleep(random.nextInt(50));
    long start = System.nanoTime();
    JsonNode at = server.delete(JOBS + "/" + id + (interrupt ? "?interrupt=true" : "")).json();
    JsonNode end = look(id, LoadClient::ended);
    double millis = since(start);
    if (!ended(last)) {
      double seconds = last.get("seconds").asDouble() - first.get("seconds").asDouble();
      int steps = last.get("step").asInt() - first.get("step").asInt();
      boolean done = end.get("state").asText().equals("done");
      int more = done ? 0 : end.get("step").asInt() - at.get("step").asInt();
      seen.stopped.add(new Stopped(interrupt, millis, 1000 * seconds / steps, more));
    }
  }

  /** Ask for a job until it is as it should be. */
  private JsonNode look(String id, Predicate<JsonNode> until)
      throws IOException, InterruptedException {
    while (true) {
      JsonNode job = server.get(JOBS + "/" + id).json();
      if (until.test(job)) {
        return job;
      }
      Thread.sleep(job.get("ahead").asInt() > 0 ? 50 : 5);
    }
  }

  private static boolean ended(JsonNode job) {
    String state = job.get("state").asText();
    return !state.equals("queued") && !state.equals("running");
  }

  private boolean taken(Server.Answer answer, int status, String id, boolean stopped)
      throws InterruptedException {
    if (answer.status() == status) {
      seen.accepted.put(id, stopped);
      return true;
    } else if (answer.status() == 429) {
      seen.full.incrementAndGet();
      Thread.sleep(200);
    } else {
      seen.problems.add(id + ": " + answer.status() + " " + answer.text());
    }
    return false;
  }

  private int side() {
    return SIDES[random.nextInt(SIDES.length)];
  }

  private ObjectNode request(int steps, int width, int height, String sampler) {
    ObjectNode request = new ObjectMapper().createObjectNode();
    request.put("prompt", PROMPTS[random.nextInt(PROMPTS.length)]);
    request.put("seed", random.nextInt(1000));
    request.put("steps", steps);
    request.put("width", width);
    request.put("height", height);
    request.put(sampler, random.nextBoolean() ? "Euler" : "DPM++ 2M");
    return request;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  /** The picture that a request makes alone. */
  static int[] again(Server server, Made made) throws IOException, InterruptedException {
    Server.Answer answer = server.post(made.route(), made.body());
    return answer.pixels(made.route().equals(KILN) ? "/png/0" : "/images/0");
  }
}
