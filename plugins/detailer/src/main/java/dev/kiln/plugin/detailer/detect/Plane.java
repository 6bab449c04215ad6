package dev.kiln.plugin.detailer.detect;

import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;

/**
 * One channel.
 *
 * @param values row by row from the top
 */
record Plane(int width, int height, float[] values) {
  /** A color of a picture, 0..255. */
  static Plane of(Picture picture, int channel) {
    float[] values = new float[picture.width() * picture.height()];
    for (int i = 0; i < values.length; i++) {
      values[i] = picture.rgba()[4 * i + channel] & 0xff;
    }
    return new Plane(picture.width(), picture.height(), values);
  }

  /**
   * @param tensor [1, channels, height, width]
   */
  static Plane of(Tensor tensor, int channel) {
    float[] values = new float[tensor.dim(2) * tensor.dim(3)];
    System.arraycopy(tensor.data(), channel * values.length, values, 0, values.length);
    return new Plane(tensor.dim(3), tensor.dim(2), values);
  }

  /** Without what lies at its borders. */
  Plane cropped(int left, int top, int right, int bottom) {
    Plane part = new Plane(right - left, bottom - top, new float[(right - left) * (bottom - top)]);
    for (int y = 0; y < part.height; y++) {
      System.arraycopy(values, (top + y) * width + left, part.values, y * part.width, part.width);
    }
    return part;
  }

  /** By two neighbours on each axis, as OpenCV and torch do it. */
  Plane linear(int toWidth, int toHeight) {
    return resized(ResizedAxis.linear(width, toWidth), ResizedAxis.linear(height, toHeight));
  }

  /** By all pixels that a new one covers, where it becomes smaller. */
  Plane smooth(int toWidth, int toHeight) {
    return resized(ResizedAxis.smooth(width, toWidth), ResizedAxis.smooth(height, toHeight));
  }

  private Plane resized(ResizedAxis across, ResizedAxis down) {
    float[] wide = new float[across.size() * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < across.size(); x++) {
        wide[y * across.size() + x] = across.at(x, values, y * width, 1);
      }
    }
    Plane result = new Plane(across.size(), down.size(), new float[across.size() * down.size()]);
    for (int y = 0; y < down.size(); y++) {
      for (int x = 0; x < across.size(); x++) {
        result.values[y * across.size() + x] = down.at(y, wide, x, across.size());
      }
    }
    return result;
  }
}
