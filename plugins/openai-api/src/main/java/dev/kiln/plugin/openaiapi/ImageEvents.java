package dev.kiln.plugin.openaiapi;

import dev.kiln.spi.host.EventStream;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.tensor.Picture;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The events of one request: some previews, evenly over its steps, then the pictures. The
 * generation's thread puts them in a queue, the stream's thread encodes and sends them.
 */
final class ImageEvents implements GenerationWatcher {
  private final String kind;
  private final Asked asked;
  private final Answers answers;
  private final BlockingQueue<Optional<Picture>> previews = new LinkedBlockingQueue<>();
  // Of the generation's thread.
  private double progress;
  private int taken;

  /**
   * @param kind of request: {@code image_generation}, {@code image_edit}
   */
  ImageEvents(String kind, Asked asked, Answers answers) {
    this.kind = kind;
    this.asked = asked;
    this.answers = answers;
  }

  @Override
  public void step(int step, int steps) {
    progress = (double) step / steps;
  }

  /** The first one after each of as many equal parts of the steps, but the last. */
  @Override
  public void preview(Picture picture) {
    int wanted = asked.output().partialImages();
    if (taken < wanted && progress * (wanted + 1) >= taken + 1) {
      taken++;
      previews.add(Optional.of(picture));
    }
  }

  @Override
  public void over() {
    previews.add(Optional.empty());
  }

  /** Send all to a listener; a job to which nobody listens any more is stopped. */
  void send(GenerationJob job, EventStream listener) throws InterruptedException {
    try {
      int index = 0;
      for (Optional<Picture> next = previews.take(); next.isPresent(); next = previews.take()) {
        String type = kind + ".partial_image";
        listener.send(type, answers.partial(type, asked, next.get(), index));
        index++;
      }
      Generated made = job.await();
      for (int i = 0; i < made.pictures().size(); i++) {
        String type = kind + ".completed";
        listener.send(type, answers.completed(type, asked, made, i));
      }
    } catch (InterruptedException e) {
      job.cancel();
      throw e;
    }
  }
}
