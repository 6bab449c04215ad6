package dev.kiln.host.job;

import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.generate.Prompt.Written;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Paints colour gradients. Each step takes a permit, so that a test decides how far a job gets. */
public final class TestingGenerator implements Generator {
  public final List<GenerationRequest> requests = new CopyOnWriteArrayList<>();
  private final Semaphore permits;
  private final JobPreviews previews;

  /** What plugins give out beside the pictures of each request. */
  public volatile Map<String, Picture> pictures = Map.of();

  private volatile Consumer<GenerationRequest> check = request -> {};
  private volatile Consumer<GenerationRequest> work = request -> {};

  private TestingGenerator(int permits, JobPreviews previews) {
    this.permits = new Semaphore(permits);
    this.previews = previews;
  }

  /** One that never waits. */
  public static TestingGenerator free(JobPreviews previews) {
    return new TestingGenerator(Integer.MAX_VALUE / 2, previews);
  }

  /** One that waits for {@link #allow} before each step. */
  public static TestingGenerator stepped(JobPreviews previews) {
    return new TestingGenerator(0, previews);
  }

  public void allow(int steps) {
    permits.release(steps);
  }

  /** What is done before a request is taken, for example throw. */
  public void onCheck(Consumer<GenerationRequest> action) {
    check = action;
  }

  /** What is done when a request begins to run, for example throw. */
  public void onWork(Consumer<GenerationRequest> action) {
    work = action;
  }

  @Override
  public void check(GenerationRequest request) {
    check.accept(request);
  }

  @Override
  public GenerationResult generate(
      String job, GenerationRequest request, Progress progress, Cancellation cancellation) {
    requests.add(request);
    work.accept(request);
    cancellation.onCancel(() -> permits.release(1));
    List<GeneratedImage> images = new ArrayList<>();
    for (int batch = 0; batch < request.batchCount() && !ended(cancellation); batch++) {
      cancellation.batchBegins();
      progress.stage("denoise", batch, request.batchCount());
      if (denoise(job, request, progress, cancellation)) {
        for (int i = 0; i < request.batchSize(); i++) {
          images.add(paint(request, images.size()));
        }
      }
    }
    if (images.isEmpty() && !cancellation.interrupted()) {
      throw new CancellationException("the generation was stopped");
    }
    return new GenerationResult(
        request, "fake", "0123456789", images, Map.of("Fake", "yes"), List.of(), "", pictures);
  }

  private boolean denoise(
      String job, GenerationRequest request, Progress progress, Cancellation cancellation) {
    for (int step = 1; step <= request.steps(); step++) {
      awaitPermit(cancellation);
      if (cancellation.cancelled() || cancellation.endsLoop()) {
        return step > 1 && cancellation.endsLoop();
      }
      Tensor preview = Tensor.zeros(3, 2, 2);
      preview.data()[0] = (float) step / request.steps();
      previews.publish(job, preview);
      progress.step(step, request.steps());
    }
    return true;
  }

  private static boolean ended(Cancellation cancellation) {
    return cancellation.cancelled() || cancellation.interrupted();
  }

  private void awaitPermit(Cancellation cancellation) {
    try {
      while (!cancellation.endsLoop() && !permits.tryAcquire(5, TimeUnit.MILLISECONDS)) {
        continue;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static GeneratedImage paint(GenerationRequest request, int index) {
    int width = request.width() == 0 ? 64 : request.width();
    int height = request.height() == 0 ? 64 : request.height();
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      rgb[3 * i] = (byte) (255 * (i % width) / width);
      rgb[3 * i + 1] = (byte) (255 * (i / width) / height);
      rgb[3 * i + 2] = (byte) (160 - 40 * index);
    }
    long seed = Math.max(0, request.seed()) + index;
    String infotext =
        request.prompt()
            + "\nSteps: "
            + request.steps()
            + ", Sampler: "
            + request.sampler()
            + ", Seed: "
            + seed
            + ", Size: "
            + width
            + "x"
            + height;
    Written written = new Written(request.prompt(), request.negativePrompt());
    return new GeneratedImage(width, height, rgb, seed, seed + 1, written, infotext);
  }
}
