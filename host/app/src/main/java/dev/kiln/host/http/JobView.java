package dev.kiln.host.http;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PngImage;
import dev.kiln.host.job.Job;
import dev.kiln.host.job.JobStore.JobLine;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A job in JSON. */
final class JobView {
  private final Job job;

  JobView(Job job) {
    this.job = job;
  }

  /** Where it stands, without pictures. */
  static Map<String, @Nullable Object> progress(Job.Snapshot now) {
    boolean runs = now.state() == Job.State.RUNNING;
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("state", state(now.state()));
    view.put("ahead", now.ahead());
    view.put("step", now.step());
    view.put("steps", now.steps());
    view.put("batch", now.batch());
    view.put("batches", now.batches());
    view.put("seconds", now.seconds());
    view.put("eta", runs ? WebuiProgress.eta(now) : null);
    view.put("progress", runs ? WebuiProgress.progress(now) : ended(now));
    return view;
  }

  /** A line of a list. */
  static Map<String, Object> line(JobLine job) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", job.id());
    view.put("asked", job.asked().toString());
    view.put("state", state(job.state()));
    view.put("images", job.images());
    return view;
  }

  private static String state(Job.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static double ended(Job.Snapshot now) {
    return now.state() == Job.State.DONE ? 1 : 0;
  }

  /** Where it stands; its pictures by their addresses, or why there are none. */
  Map<String, @Nullable Object> describe() {
    Job.Snapshot now = job.snapshot();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("id", job.id());
    view.put("asked", job.asked().toString());
    view.put("prompt", job.request().prompt());
    view.putAll(progress(now));
    switch (now.state()) {
      case DONE -> view.putAll(result(result()));
      case FAILED -> {
        view.put("error", ErrorKind.of(problem()).word());
        view.put("detail", ErrorAnswers.sentence(problem()));
      }
      default -> {}
    }
    return view;
  }

  private GenerationResult result() {
    return job.result().join();
  }

  static Throwable cause(Throwable problem) {
    return problem instanceof CompletionException && problem.getCause() != null
        ? problem.getCause()
        : problem;
  }

  /** One finished picture as PNG. */
  Optional<byte[]> image(int index) {
    return finished()
        .flatMap(it -> it.images().stream().skip(index).findFirst())
        .map(image -> picture(image).encode());
  }

  /** One that a plugin gave out, as PNG. */
  Optional<byte[]> picture(int index) {
    return finished()
        .flatMap(it -> it.pictures().values().stream().skip(index).findFirst())
        .map(PictureCodec::png);
  }

  private Optional<GenerationResult> finished() {
    return job.snapshot().state() == Job.State.DONE ? Optional.of(result()) : Optional.empty();
  }

  private Map<String, Object> result(GenerationResult result) {
    String job = "/kiln/v1/jobs/" + this.job.id();
    return new ResultView(
            result, "url", index -> job + "/images/" + index, index -> job + "/pictures/" + index)
        .describe();
  }

  static PngImage picture(GeneratedImage image) {
    return new PngImage(image.width(), image.height(), image.rgb(), image.infotext());
  }

  private Throwable problem() {
    try {
      job.result().join();
      throw new IllegalStateException("job " + job.id() + " did not fail");
    } catch (CompletionException e) {
      return cause(e);
    }
  }
}
