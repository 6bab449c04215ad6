package dev.kiln.host.embedded;

import dev.kiln.api.DrawingNews;
import dev.kiln.api.Drawn;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a program how far its job is, on the generation's thread. Who does not listen costs
 * nothing.
 */
final class WatchedJob implements dev.kiln.host.request.Progress {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedJob.class);

  private final DrawingNews news;
  // The queue may begin with a job before it has told which one it is.
  private final CompletableFuture<Job> job = new CompletableFuture<>();
  private @Nullable PreviewPicture shown;
  private Optional<BufferedImage> preview = Optional.empty();

  WatchedJob(ProgressListener listener) {
    // Its failure is a job's, which knows of no other exception for what is not Kiln's fault.
    this.news = new DrawingNews(listener, () -> job.join().cancel(), BadRequest::new);
  }

  void begins(Job begun) {
    job.complete(begun);
  }

  DrawingNews news() {
    return news;
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
    if (news.isFollowed()) {
      news.progress(progress());
    }
  }

  void done(Drawn drawn) {
    listenToTheEnd();
    news.done(progress(), drawn);
  }

  void failed(RuntimeException problem) {
    listenToTheEnd();
    news.failed(progress(), problem);
  }

  private void listenToTheEnd() {
    try {
      news.listen(progress());
    } catch (RuntimeException e) {
      LOG.warn("a drawing is over: {}", e.getMessage());
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
    news.picture(index, new DrawnPicture(image));
  }

  @Override
  public void preview(Picture picture) {
    tell();
  }
}
