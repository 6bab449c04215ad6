package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import dev.kiln.host.fields.Kind;
import dev.kiln.host.job.Job;
import dev.kiln.host.job.JobQueue;
import io.javalin.http.Context;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** webUI's progress of whatever runs. */
final class WebuiProgress {
  private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
  private static final Job.Snapshot IDLE = new Job.Snapshot(Job.State.DONE, 0, 0, 0, 0, 0, 0, null);

  private static final String NO_PICTURE = "skip_current_image";
  private static final FieldTable QUERY =
      new FieldTable("Progress").with(Kind.FLAG, false, NO_PICTURE);

  private final JobQueue jobs;

  WebuiProgress(JobQueue jobs) {
    this.jobs = jobs;
  }

  HostRoute route() {
    return HostRoute.get("/sdapi/v1/progress", "How far the running job is", this::handle)
        .asking(QUERY);
  }

  private void handle(Context context) {
    Optional<Job> job = jobs.running();
    Job.Snapshot now = job.map(Job::snapshot).orElse(IDLE);
    boolean picture = !QUERY.readQuery(context.queryParamMap()).flag(NO_PICTURE);
    double progress = progress(now);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("progress", progress);
    answer.put("eta_relative", progress == 0 ? 0 : now.seconds() / progress - now.seconds());
    answer.put("state", state(now, job));
    answer.put("current_image", picture && now.preview() != null ? now.preview().base64() : null);
    answer.put("textinfo", null);
    context.json(answer);
  }

  /** webUI's formula: one hundredth for having begun, then batches and steps. */
  static double progress(Job.Snapshot now) {
    return now.batches() == 0 ? 0 : Math.min(1, 0.01 + share(now));
  }

  /** The same without the hundredth. */
  static double share(Job.Snapshot now) {
    if (now.batches() == 0) {
      return 0;
    }
    double done = now.batch() + (now.steps() == 0 ? 0 : (double) now.step() / now.steps());
    return Math.min(1, done / now.batches());
  }

  /** Seconds that are left if all steps take the same time; null before the first. */
  static @Nullable Double eta(Job.Snapshot now) {
    double share = share(now);
    return share == 0 ? null : now.seconds() / share - now.seconds();
  }

  private static Map<String, Object> state(Job.Snapshot now, Optional<Job> job) {
    boolean idle = now.batches() == 0;
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("skipped", job.filter(Job::skipped).isPresent());
    state.put("interrupted", job.filter(Job::interrupted).isPresent());
    state.put("stopping_generation", false);
    state.put("job", idle ? "" : "Batch " + (now.batch() + 1) + " out of " + now.batches());
    state.put("job_count", now.batches());
    state.put("job_timestamp", idle ? "0" : began(now));
    state.put("job_no", now.batch());
    state.put("sampling_step", now.step());
    state.put("sampling_steps", now.steps());
    return state;
  }

  private static String began(Job.Snapshot now) {
    return TIMESTAMP.format(LocalDateTime.now().minusNanos((long) (now.seconds() * 1e9)));
  }
}
