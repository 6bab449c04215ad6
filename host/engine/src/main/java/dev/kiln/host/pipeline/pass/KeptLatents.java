package dev.kiln.host.pipeline.pass;

import dev.kiln.spi.tensor.Tensor;

/**
 * The latents of a picture and where they are kept.
 *
 * @param init [images, channels, height, width], without noise
 * @param drawn [images, 1, height, width]: 1 where they are drawn anew, 0 where they are kept
 */
public record KeptLatents(Tensor init, Tensor drawn) {
  /**
   * Put the kept ones into others, in place.
   *
   * @param scale of the kept ones there
   */
  public void into(Tensor latents, double scale) {
    int plane = drawn.rowSize();
    int row = init.rowSize();
    float[] values = latents.data();
    for (int i = 0; i < values.length; i++) {
      float share = drawn.data()[i / row * plane + i % plane];
      values[i] = values[i] * share + (float) (init.data()[i] * scale) * (1 - share);
    }
  }
}
