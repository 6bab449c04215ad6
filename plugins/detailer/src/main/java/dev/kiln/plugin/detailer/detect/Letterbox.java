package dev.kiln.plugin.detailer.detect;

import dev.kiln.plugin.detailer.mask.Box;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;

/**
 * A picture as a detector looks at it: scaled until it fits, in the middle of grey.
 *
 * @param width of the whole in pixels
 * @param height of the whole in pixels
 * @param left first column of the picture
 * @param top first row of the picture
 * @param scale pixels of the network for each of the picture
 */
record Letterbox(int width, int height, int left, int top, double scale) {
  private static final float GREY = 114;

  /** Sides are multiples of this where the network leaves them open. */
  private static final int STRIDE = 32;

  /**
   * @param fixedWidth that the network demands; 0 where any is taken
   * @param fixedHeight that the network demands; 0 where any is taken
   * @param longest side where any is taken
   */
  static Letterbox of(Picture picture, int fixedWidth, int fixedHeight, int longest) {
    double scale =
        Math.min(
            (double) (fixedWidth > 0 ? fixedWidth : longest) / picture.width(),
            (double) (fixedHeight > 0 ? fixedHeight : longest) / picture.height());
    int across = inside(picture.width(), scale);
    int down = inside(picture.height(), scale);
    int width = fixedWidth > 0 ? fixedWidth : padded(across);
    int height = fixedHeight > 0 ? fixedHeight : padded(down);
    return new Letterbox(width, height, (width - across) / 2, (height - down) / 2, scale);
  }

  private static int inside(int side, double scale) {
    return Math.max(1, (int) Math.rint(side * scale));
  }

  private static int padded(int side) {
    return (side + STRIDE - 1) / STRIDE * STRIDE;
  }

  /** Red, green and blue in 0..1: [1, 3, height, width]. */
  Tensor tensor(Picture picture) {
    Tensor tensor = Tensor.zeros(1, 3, height, width);
    float[] data = tensor.data();
    Arrays.fill(data, GREY / 255);
    int across = inside(picture.width(), scale);
    int down = inside(picture.height(), scale);
    for (int channel = 0; channel < 3; channel++) {
      float[] values = Plane.of(picture, channel).linear(across, down).values();
      for (int i = 0; i < values.length; i++) {
        int row = channel * height + top + i / across;
        // In whole numbers, as a picture has them.
        data[row * width + left + i % across] = Math.round(values[i]) / 255f;
      }
    }
    return tensor;
  }

  /** What the network found, in pixels of the picture and within it. */
  Box inPicture(Box box, Picture picture) {
    return new Box(
            (box.left() - left) / scale,
            (box.top() - top) / scale,
            (box.right() - left) / scale,
            (box.bottom() - top) / scale,
            box.confidence(),
            box.kind())
        .within(picture.width(), picture.height());
  }
}
