package dev.kiln.host.embedded;

import dev.kiln.api.Progress;
import dev.kiln.api.ProgressListener;
import dev.kiln.host.image.AwtImage;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.job.Job;
import dev.kiln.host.job.PreviewPicture;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a program how far its job is, on the generation's thread. Who does not listen costs
 * nothing.
 */
final class WatchedJob implements dev.kiln.host.request.Progress {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedJob.class);

  private final ProgressListener listener;
  // The queue may begin with a job before it has told which one it is.
  private final CompletableFuture<Job> job = new CompletableFuture<>();
  private final SubmissionPublisher<Progress> events = new SubmissionPublisher<>();
  private @Nullable PreviewPicture shown;
  private Optional<BufferedImage> preview = Optional.empty();

  WatchedJob(ProgressListener listener) {
    this.listener = listener;
  }

  void begins(Job begun) {
    job.complete(begun);
  }

  Flow.Publisher<Progress> events() {
    return events;
  }

  Progress progress() {
    Job.Snapshot now = job.join().snapshot();
    return new Progress(
        Progress.State.valueOf(now.state().name()),
        now.ahead(),
        now.step(),
        now.steps(),
        now.batch(),
        now.batches(),
        now.seconds(),
        image(now.preview()));
  }

  /** Made once of each preview, however often it is told. */
  private synchronized Optional<BufferedImage> image(@Nullable PreviewPicture picture) {
    if (picture != null && picture != shown) {
      shown = picture;
      preview = Optional.of(AwtImage.of(PictureCodec.opaque(picture.picture())));
    }
    return preview;
  }

  private void tell() {
    if (listener == ProgressListener.SILENT && !events.hasSubscribers()) {
      return;
    }
    Progress now = progress();
    heard(() -> listener.progress(now));
    events.offer(now, null);
  }

  /** What a program's own listener throws is no fault of Kiln's. */
  private static void heard(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      throw new BadRequest("who follows a drawing failed: " + e.getMessage(), e);
    }
  }

  /**
   * @param failure null where it ended well
   */
  void ended(@Nullable RuntimeException failure) {
    try {
      tell();
    } catch (RuntimeException e) {
      LOG.warn("who follows a drawing failed at its end: {}", e.toString());
    }
    if (failure == null) {
      events.close();
    } else {
      events.closeExceptionally(failure);
    }
  }

  @Override
  public void stage(String name, int batch, int batches) {
    tell();
  }

  @Override
  public void step(int step, int steps) {
    tell();
  }

  @Override
  public void image(int index, GeneratedImage image) {
    heard(() -> listener.picture(index, new DrawnPicture(image)));
  }

  @Override
  public void preview(Picture picture) {
    tell();
  }
}
