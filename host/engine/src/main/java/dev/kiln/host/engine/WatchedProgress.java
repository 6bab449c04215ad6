package dev.kiln.host.engine;

import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.tensor.Picture;

/** Tells a plugin how far its generation is. */
final class WatchedProgress implements Progress {
  private final GenerationWatcher watcher;

  WatchedProgress(GenerationWatcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public void stage(String name, int batch, int batches) {
    watcher.stage(name);
  }

  @Override
  public void step(int step, int steps) {
    watcher.step(step, steps);
  }

  @Override
  public void image(int index, GeneratedImage image) {
    watcher.picture(index, image.picture(), image.infotext());
  }

  @Override
  public void preview(Picture picture) {
    watcher.preview(picture);
  }
}
