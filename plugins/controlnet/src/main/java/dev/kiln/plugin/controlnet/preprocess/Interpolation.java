package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.tensor.Picture;

/** How a picture comes to another size, as OpenCV does it; AREA is for smaller ones. */
public enum Interpolation {
  NEAREST,
  LINEAR,
  CUBIC,
  AREA;

  private Axis axis(int from, int to) {
    return switch (this) {
      case NEAREST -> Axis.nearest(from, to);
      case LINEAR -> Axis.linear(from, to);
      case CUBIC -> Axis.cubic(from, to);
      case AREA -> Axis.area(from, to);
    };
  }

  /** The picture in another size, opaque: what is clear is white. */
  public Picture resize(Picture picture, int width, int height) {
    return Plane.picture(
        Plane.colors(picture).stream().map(plane -> resize(plane, width, height)).toList());
  }

  /** The plane in another size. */
  Plane resize(Plane plane, int width, int height) {
    if (plane.width() == width && plane.height() == height) {
      return plane;
    }
    return down(across(plane, axis(plane.width(), width)), axis(plane.height(), height));
  }

  private static Plane across(Plane plane, Axis axis) {
    Plane result = new Plane(axis.length(), plane.height());
    for (int x = 0; x < axis.length(); x++) {
      int[] sources = axis.sources()[x];
      float[] weights = axis.weights()[x];
      for (int y = 0; y < plane.height(); y++) {
        int row = y * plane.width();
        float sum = 0;
        for (int tap = 0; tap < sources.length; tap++) {
          sum += weights[tap] * plane.values()[row + sources[tap]];
        }
        result.values()[y * result.width() + x] = sum;
      }
    }
    return result;
  }

  private static Plane down(Plane plane, Axis axis) {
    int width = plane.width();
    Plane result = new Plane(width, axis.length());
    for (int y = 0; y < axis.length(); y++) {
      int[] sources = axis.sources()[y];
      for (int tap = 0; tap < sources.length; tap++) {
        float weight = axis.weights()[y][tap];
        int from = sources[tap] * width;
        int to = y * width;
        for (int x = 0; x < width; x++) {
          result.values()[to + x] += weight * plane.values()[from + x];
        }
      }
    }
    return result;
  }
}
