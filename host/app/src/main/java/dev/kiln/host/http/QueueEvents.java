package dev.kiln.host.http;

import dev.kiln.host.job.Job;
import dev.kiln.host.job.JobNews;
import dev.kiln.host.job.JobQueue;
import dev.kiln.spi.host.EventStream;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All jobs as server-sent events: {@code job} for each that has not ended, and then for each that
 * changes. Without previews: a job's own events have them.
 */
final class QueueEvents {
  private final JobQueue jobs;
  private final EventStreams listeners;

  QueueEvents(JobQueue jobs, ApiJson json, ErrorForms forms) {
    this.jobs = jobs;
    this.listeners =
        new EventStreams(json, forms, "follow all jobs already; ask for the list of jobs instead");
  }

  HostRoute route() {
    return HostRoute.get(
            "/kiln/v1/events",
            "All jobs as server-sent events: how far each is, whenever that changes",
            this::stream)
        .answering(429);
  }

  private void stream(Context context) throws IOException {
    listeners.stream(this::follow, context, () -> true);
  }

  private void follow(EventStream listener) throws InterruptedException {
    try (JobNews.Subscription news = jobs.news().subscribe()) {
      for (Job job : jobs.open()) {
        listener.send("job", view(job));
      }
      while (true) {
        listener.send("job", view(news.take()));
      }
    }
  }

  private static Map<String, @Nullable Object> view(Job job) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", job.id());
    view.put("asked", job.asked().toString());
    view.putAll(JobView.progress(job.snapshot()));
    return view;
  }
}
