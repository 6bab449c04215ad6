package dev.kiln.plugin.upscaleronnx.resample;

import dev.kiln.spi.tensor.Picture;

/** The nearest pixel, as Pillow finds it. */
public final class Nearest {
  private Nearest() {}

  /** A picture of another size. */
  public static Picture resize(Picture picture, int width, int height) {
    int[] columns = sources(picture.width(), width);
    int[] rows = sources(picture.height(), height);
    Picture made = Picture.black(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = 4 * (rows[y] * picture.width() + columns[x]);
        System.arraycopy(picture.rgba(), from, made.rgba(), 4 * (y * width + x), 4);
      }
    }
    return made;
  }

  /** Pillow adds up the step, whose error shows in what is rounded. */
  private static int[] sources(int from, int to) {
    double step = (double) from / to;
    double at = step * 0.5;
    int[] sources = new int[to];
    for (int i = 0; i < to; i++) {
      sources[i] = Math.min(from - 1, (int) at);
      at += step;
    }
    return sources;
  }
}
