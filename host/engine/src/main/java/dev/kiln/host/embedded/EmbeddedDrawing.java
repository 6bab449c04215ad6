package dev.kiln.host.embedded;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Drawing;
import dev.kiln.api.Drawn;
import dev.kiln.api.KilnException;
import dev.kiln.api.Picture;
import dev.kiln.api.Progress;
import dev.kiln.api.ProgressListener;
import dev.kiln.host.engine.QueuedGenerations;
import dev.kiln.host.fields.KilnFields;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.job.Job;
import dev.kiln.host.request.GenerationResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A job of an engine's queue, as the program sees it that asked for it. */
final class EmbeddedDrawing implements Drawing {
  private final QueuedGenerations queue;
  private final Job job;
  private final List<String> warnings;
  private final WatchedJob watched;
  private final Failures failures;

  private EmbeddedDrawing(
      QueuedGenerations queue,
      Job job,
      List<String> warnings,
      WatchedJob watched,
      Failures failures) {
    this.queue = queue;
    this.job = job;
    this.warnings = warnings;
    this.watched = watched;
    this.failures = failures;
  }

  static EmbeddedDrawing submit(
      QueuedGenerations queue, DrawRequest request, ProgressListener listener, Failures failures) {
    KilnFields.Read read = queue.read(request.fields());
    WatchedJob watched = new WatchedJob(listener);
    Job job = queue.queue().submit(null, read.request(), watched);
    watched.begins(job);
    EmbeddedDrawing drawing = new EmbeddedDrawing(queue, job, read.warnings(), watched, failures);
    // What the program does at the end may wait for another drawing, or close the engine.
    job.result().whenCompleteAsync(drawing::ended, EmbeddedDrawing::begin);
    return drawing;
  }

  private static void begin(Runnable end) {
    Thread thread = new Thread(end, "kiln-drawn");
    thread.setDaemon(true);
    thread.start();
  }

  private void ended(@Nullable GenerationResult result, @Nullable Throwable problem) {
    if (result == null) {
      watched.failed(failures.of(problem));
    } else {
      watched.done(drawn(result));
    }
  }

  private Drawn drawn(GenerationResult result) {
    Map<String, Picture> extras = new LinkedHashMap<>();
    result
        .pictures()
        .forEach((name, picture) -> extras.put(name, Picture.of(PictureCodec.png(picture))));
    return new Drawn(
        result.images().stream().<Picture>map(DrawnPicture::new).toList(),
        extras,
        KilnFields.write(result.request()),
        result.modelName(),
        result.modelHash(),
        Stream.of(warnings, result.warnings())
            .flatMap(List::stream)
            .map(failures.words()::of)
            .toList());
  }

  @Override
  public String id() {
    return job.id();
  }

  @Override
  public Progress progress() {
    return watched.progress();
  }

  @Override
  public CompletableFuture<Drawn> result() {
    return watched.news().result();
  }

  @Override
  public Flow.Publisher<Progress> events() {
    return watched.news().events();
  }

  @Override
  public Drawn await() {
    if (!watched.news().isOver() && queue.generatesHere()) {
      throw new KilnException(
          KilnException.Reason.BAD_REQUEST,
          "the thread that draws cannot wait for another drawing: they run one after the other");
    }
    return Drawing.super.await();
  }

  @Override
  public void interrupt() {
    job.interrupt();
  }

  @Override
  public void cancel() {
    job.cancel();
  }
}
