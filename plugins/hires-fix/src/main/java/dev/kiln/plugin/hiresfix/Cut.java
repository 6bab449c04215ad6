package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;

/** Cuts what was enlarged to the size of the result, the middle of it. */
final class Cut {
  private static final int RGBA = 4;

  private Cut() {}

  /**
   * @param latents [images, channels, enlarged height, enlarged width]
   */
  static Tensor latents(Tensor latents, TargetSize target) {
    Tensor cut = Tensor.zeros(latents.dim(0), latents.dim(1), target.height(), target.width());
    for (int row = 0; row < cut.size() / target.width(); row++) {
      int plane = row / target.height();
      int y = target.top() + row % target.height();
      System.arraycopy(
          latents.data(),
          (plane * latents.dim(2) + y) * latents.dim(3) + target.left(),
          cut.data(),
          row * target.width(),
          target.width());
    }
    return cut;
  }

  static Picture picture(Picture picture, TargetSize target) {
    int width = TargetSize.LATENT * target.width();
    int height = TargetSize.LATENT * target.height();
    byte[] rgba = new byte[RGBA * width * height];
    for (int y = 0; y < height; y++) {
      int from = (TargetSize.LATENT * target.top() + y) * picture.width();
      System.arraycopy(
          picture.rgba(),
          RGBA * (from + TargetSize.LATENT * target.left()),
          rgba,
          RGBA * y * width,
          RGBA * width);
    }
    return new Picture(width, height, rgba);
  }
}
