package dev.kiln.plugin.controlnet;

import dev.kiln.spi.tensor.Picture;
import java.util.Arrays;

/** Brings a hint to the size of the picture that is made, as sd-webui-controlnet does. */
final class HintFit {
  private HintFit() {}

  /** The hint in another size, by a unit's way to resize. */
  static Picture fit(Picture hint, ResizeMode mode, int width, int height) {
    if (mode == ResizeMode.JUST_RESIZE) {
      return HintScaling.resize(hint, width, height);
    }
    double scale = mode.scale((double) height / hint.height(), (double) width / hint.width());
    Picture scaled =
        HintScaling.resize(hint, rounded(hint.width() * scale), rounded(hint.height() * scale));
    int left = Math.abs(scaled.width() - width) / 2;
    int top = Math.abs(scaled.height() - height) / 2;
    return mode == ResizeMode.RESIZE_AND_FILL
        ? filled(scaled, left, top, canvas(hint, width, height))
        : cropped(scaled, left, top, width, height);
  }

  private static int rounded(double size) {
    return (int) Math.max(1, Math.rint(size));
  }

  private static Picture cropped(Picture from, int left, int top, int width, int height) {
    Picture target = Picture.black(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // A side that was rounded down may be short of a pixel.
        copy(
            from,
            Math.min(left + x, from.width() - 1),
            Math.min(top + y, from.height() - 1),
            target,
            x,
            y);
      }
    }
    return target;
  }

  private static Picture filled(Picture from, int left, int top, Picture canvas) {
    for (int y = 0; y < Math.min(from.height(), canvas.height()); y++) {
      for (int x = 0; x < Math.min(from.width(), canvas.width()); x++) {
        copy(from, x, y, canvas, left + x, top + y);
      }
    }
    return canvas;
  }

  /** In the color of the hint's own borders: scaling would mix them with what lies beside them. */
  private static Picture canvas(Picture hint, int width, int height) {
    Picture canvas = Picture.black(width, height);
    int[] color = {border(hint, 0), border(hint, 1), border(hint, 2)};
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        canvas.set(x, y, color[0], color[1], color[2]);
      }
    }
    return canvas;
  }

  private static void copy(Picture from, int x, int y, Picture to, int toX, int toY) {
    to.set(toX, toY, from.at(x, y, 0), from.at(x, y, 1), from.at(x, y, 2));
  }

  /** The median of a color over all pixels of the four borders; corners count twice. */
  private static int border(Picture picture, int channel) {
    int[] values = new int[2 * (picture.width() + picture.height())];
    int count = 0;
    for (int x = 0; x < picture.width(); x++) {
      values[count++] = picture.at(x, 0, channel);
      values[count++] = picture.at(x, picture.height() - 1, channel);
    }
    for (int y = 0; y < picture.height(); y++) {
      values[count++] = picture.at(0, y, channel);
      values[count++] = picture.at(picture.width() - 1, y, channel);
    }
    Arrays.sort(values);
    return (values[count / 2 - 1] + values[count / 2]) / 2;
  }
}
