package dev.kiln.host.http;

import dev.kiln.host.job.Job;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A job's progress as server-sent events: any number of {@code progress}, then one {@code done},
 * {@code failed} or {@code cancelled}. Each listener has its thread and gets the latest state
 * whenever it is ready for one, so that a slow one neither holds the generation nor piles up
 * events.
 */
final class JobEvents {
  private static final int MOST_LISTENERS = 64;
  // A write now and then finds out that the listener has gone.
  private static final Duration BEAT = Duration.ofSeconds(2);

  private final Json json;
  private final Semaphore listeners = new Semaphore(MOST_LISTENERS);

  JobEvents(Json json) {
    this.json = json;
  }

  void stream(Job job, Context context) throws IOException {
    if (!listeners.tryAcquire()) {
      throw new HttpProblem(
          503, MOST_LISTENERS + " listeners follow jobs already; ask for the job's state instead");
    }
    try {
      context.disableCompression();
      context.contentType("text/event-stream").header("Cache-Control", "no-store");
      follow(job, context.res());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      listeners.release();
    }
  }

  private void follow(Job job, HttpServletResponse out) throws IOException, InterruptedException {
    byte[] shown = null;
    long version = -1;
    while (true) {
      version = job.awaitChange(version, BEAT);
      Job.Snapshot now = job.snapshot();
      if (now.state() != Job.State.QUEUED && now.state() != Job.State.RUNNING) {
        String last = now.state().name().toLowerCase(Locale.ROOT);
        send(out, last, new JobView(job).describe());
        return;
      }
      Map<String, Object> view = JobView.progress(now);
      if (now.preview() != null && !Arrays.equals(now.preview(), shown)) {
        view.put("preview", dataUri(now.preview()));
        shown = now.preview();
      }
      send(out, "progress", view);
    }
  }

  private void send(HttpServletResponse out, String event, Object data) throws IOException {
    String text = "event: " + event + "\ndata: " + json.write(data) + "\n\n";
    out.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    // Not the stream's flush, which does nothing in Javalin's wrapper.
    out.flushBuffer();
  }

  private static String dataUri(byte @Nullable [] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
