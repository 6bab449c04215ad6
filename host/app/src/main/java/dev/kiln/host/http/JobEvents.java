package dev.kiln.host.http;

import dev.kiln.host.job.Job;
import dev.kiln.host.job.PreviewPicture;
import dev.kiln.spi.host.EventStream;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job's progress as server-sent events: any number of {@code progress}, then one {@code done},
 * {@code failed} or {@code cancelled}. Each listener gets the latest state whenever it is ready for
 * one, so that a slow one neither holds the generation nor piles up events.
 */
final class JobEvents {
  private static final Duration LONG = Duration.ofHours(1);

  private final EventStreams listeners;

  JobEvents(ApiJson json, ErrorForms forms) {
    this.listeners =
        new EventStreams(json, forms, "follow jobs already; ask for the job's state instead");
  }

  void stream(Job job, Context context) throws IOException {
    listeners.stream(listener -> follow(job, listener), context, () -> true);
  }

  private static void follow(Job job, EventStream listener) throws InterruptedException {
    PreviewPicture shown = null;
    long version = -1;
    while (true) {
      version = job.awaitChange(version, LONG);
      Job.Snapshot now = job.snapshot();
      if (now.state() != Job.State.QUEUED && now.state() != Job.State.RUNNING) {
        listener.send(now.state().name().toLowerCase(Locale.ROOT), new JobView(job).describe());
        return;
      }
      Map<String, @Nullable Object> view = JobView.progress(now);
      if (now.preview() != null && now.preview() != shown) {
        view.put("preview", now.preview().dataUri());
        shown = now.preview();
      }
      listener.send("progress", view);
    }
  }
}
