package dev.kiln.host.pipeline.start;

import dev.kiln.spi.tensor.Tensor;

/** Resizes latents by linear interpolation between their centers, as PyTorch's interpolate does. */
final class BilinearLatents {
  private BilinearLatents() {}

  /**
   * @param latents [images, channels, any height, any width]
   */
  static Tensor resize(Tensor latents, int height, int width) {
    Tensor resized = Tensor.zeros(latents.dim(0), latents.dim(1), height, width);
    int rows = latents.dim(2);
    int columns = latents.dim(3);
    for (int i = 0; i < resized.size(); i++) {
      int plane = i / (height * width) * rows * columns;
      double y = center(i / width % height, height, rows);
      double x = center(i % width, width, columns);
      int below = Math.min((int) y + 1, rows - 1);
      int right = Math.min((int) x + 1, columns - 1);
      double top = mix(latents, plane + (int) y * columns, (int) x, right, x - (int) x);
      double bottom = mix(latents, plane + below * columns, (int) x, right, x - (int) x);
      resized.data()[i] = (float) (top + (bottom - top) * (y - (int) y));
    }
    return resized;
  }

  private static double center(int index, int to, int from) {
    return Math.max(0, (index + 0.5) * from / to - 0.5);
  }

  private static double mix(Tensor latents, int row, int left, int right, double share) {
    float[] data = latents.data();
    return data[row + left] + (data[row + right] - data[row + left]) * share;
  }
}
