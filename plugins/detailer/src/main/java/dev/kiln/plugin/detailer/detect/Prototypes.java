package dev.kiln.plugin.detailer.detect;

import dev.kiln.plugin.detailer.mask.Box;
import dev.kiln.plugin.detailer.mask.Mask;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;

/**
 * What masks are added up from (Bolya et al., YOLACT).
 *
 * @param tensor [1, n, h, w], over all of the network's picture
 */
record Prototypes(Tensor tensor) {
  int count() {
    return tensor.dim(1);
  }

  /**
   * The mask of a box: where the sum is above zero.
   *
   * @param weights of each prototype
   * @param box in pixels of the picture
   */
  Mask mask(float[] weights, Box box, Picture picture) {
    Plane sum = unpadded(sum(weights), picture).linear(picture.width(), picture.height());
    boolean[] white = new boolean[picture.width() * picture.height()];
    for (int i = 0; i < white.length; i++) {
      int x = i % picture.width();
      int y = i / picture.width();
      boolean inside = x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
      white[i] = inside && sum.values()[i] > 0;
    }
    return new Mask(picture.width(), picture.height(), white);
  }

  private Plane sum(float[] weights) {
    Plane sum = new Plane(tensor.dim(3), tensor.dim(2), new float[tensor.dim(2) * tensor.dim(3)]);
    int size = sum.values().length;
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < size; j++) {
        sum.values()[j] += weights[i] * tensor.data()[i * size + j];
      }
    }
    return sum;
  }

  /** Without the grey around the picture, of which a pixel is several of the network's. */
  private static Plane unpadded(Plane sum, Picture picture) {
    double scale =
        Math.min((double) sum.width() / picture.width(), (double) sum.height() / picture.height());
    double across = (sum.width() - picture.width() * scale) / 2;
    double down = (sum.height() - picture.height() * scale) / 2;
    return sum.cropped(
        before(across), before(down), sum.width() - after(across), sum.height() - after(down));
  }

  private static int before(double padding) {
    return (int) Math.rint(padding - 0.1);
  }

  private static int after(double padding) {
    return (int) Math.rint(padding + 0.1);
  }
}
