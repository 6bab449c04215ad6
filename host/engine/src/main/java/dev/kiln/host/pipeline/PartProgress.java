package dev.kiln.host.pipeline;

import dev.kiln.host.request.Progress;
import dev.kiln.spi.tensor.Picture;

/**
 * The progress of one part, as one of the whole: its batches are the whole's. Its pictures are not
 * told: which of them are results is known in the end.
 */
record PartProgress(Progress whole, int part, int parts) implements Progress {
  @Override
  public void stage(String name, int batch, int batches) {
    whole.stage(name, part * batches + batch, parts * batches);
  }

  @Override
  public void step(int step, int steps) {
    whole.step(step, steps);
  }

  @Override
  public void preview(Picture picture) {
    whole.preview(picture);
  }
}
