package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/**
 * A picture as networks look at it.
 *
 * @param planes red, green and blue of one size, 0..255
 */
public record Colors(List<Plane> planes) {
  public int width() {
    return planes.get(0).width();
  }

  public int height() {
    return planes.get(0).height();
  }

  /**
   * A part of the picture, stretched to another size, between pixels linearly; black outside.
   *
   * @param left where the first column of the result lies, in pixels of this picture
   * @param top where its first row lies
   * @param step pixels of this picture between two of the result
   */
  public Colors part(double left, double top, double step, int width, int height) {
    return new Colors(
        planes.stream()
            .map(plane -> part(plane, new double[] {left, top, step}, width, height))
            .toList());
  }

  private static Plane part(Plane plane, double[] place, int width, int height) {
    Plane result = new Plane(width, height);
    for (int y = 0; y < height; y++) {
      double row = place[1] + y * place[2];
      for (int x = 0; x < width; x++) {
        result.values()[y * width + x] =
            (float) Math.rint(between(plane, place[0] + x * place[2], row));
      }
    }
    return result;
  }

  private static double between(Plane plane, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double across = x - left;
    double above = (1 - across) * value(plane, left, top) + across * value(plane, left + 1, top);
    double below =
        (1 - across) * value(plane, left, top + 1) + across * value(plane, left + 1, top + 1);
    return above + (y - top) * (below - above);
  }

  private static float value(Plane plane, int x, int y) {
    return x < 0 || y < 0 || x >= plane.width() || y >= plane.height() ? 0 : plane.at(x, y);
  }

  /**
   * The picture in a corner of a larger one, as large as it can be, the rest gray.
   *
   * @param gray 0..255
   */
  public Colors letterboxed(int width, int height, int gray) {
    double scale = letterboxScale(width, height);
    int inner = (int) (width() * scale);
    int innerHeight = (int) (height() * scale);
    return new Colors(
        planes.stream()
            .map(
                plane ->
                    Interpolation.LINEAR.resize(
                        plane, Math.max(1, inner), Math.max(1, innerHeight)))
            .map(plane -> cornered(plane, new Plane(width, height), gray))
            .toList());
  }

  /** Pixels of a letterbox for each of this picture. */
  public double letterboxScale(int width, int height) {
    return Math.min((double) width / width(), (double) height / height());
  }

  private static Plane cornered(Plane plane, Plane box, int gray) {
    for (int y = 0; y < box.height(); y++) {
      for (int x = 0; x < box.width(); x++) {
        boolean inside = x < plane.width() && y < plane.height();
        box.values()[y * box.width() + x] = inside ? (float) Math.rint(plane.at(x, y)) : gray;
      }
    }
    return box;
  }

  /**
   * As a network takes it: [1, 3, height, width] of (value − mean) / deviation.
   *
   * @param mean of red, green and blue, 0..255
   * @param deviation of them
   */
  public Tensor tensor(double[] mean, double[] deviation) {
    int size = width() * height();
    Tensor tensor = Tensor.zeros(1, planes.size(), height(), width());
    for (int channel = 0; channel < planes.size(); channel++) {
      float[] values = planes.get(channel).values();
      for (int i = 0; i < size; i++) {
        tensor.data()[channel * size + i] =
            (float) ((values[i] - mean[channel]) / deviation[channel]);
      }
    }
    return tensor;
  }
}
