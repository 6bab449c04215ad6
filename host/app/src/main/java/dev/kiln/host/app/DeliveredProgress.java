package dev.kiln.host.app;

import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.Progress;

/** Delivers pictures as they are finished, so that a stop loses none, and shows the steps. */
record DeliveredProgress(ProgressBar bar, Delivery delivery) implements Progress {
  @Override
  public void stage(String name, int index, int batches) {
    bar.stage(name, index, batches);
  }

  @Override
  public void step(int step, int steps) {
    bar.step(step, steps);
  }

  @Override
  public void image(int index, GeneratedImage image) {
    bar.image(index, image);
    delivery.picture(index, image);
  }
}
