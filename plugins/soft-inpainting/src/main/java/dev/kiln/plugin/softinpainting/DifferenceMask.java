package dev.kiln.plugin.softinpainting;

import dev.kiln.spi.tensor.Tensor;

/**
 * Where drawn pixels are shown: by how far the drawn latents are from those of the picture.
 * Smoothed by a filter for the largest and then one for the middle of each place's surroundings, a
 * distance d becomes x = 1 / (1 + (d/h)^contrast) and the share 1 - x³(x(6x - 15) + 10). h is the
 * threshold times s / (1.00001 - s), where s is 0.5 without the mask's influence, and with all of
 * it 1 - m^(scale / 2) for a place of which the mask lets m be drawn.
 */
final class DifferenceMask {
  private static final double ALMOST_ONE = 1.00001;

  private final SoftOptions options;
  private final WindowFilter largest = new WindowFilter(0.9, 1);
  private final WindowFilter middle = new WindowFilter(0.25, 0.75);

  DifferenceMask(SoftOptions options) {
    this.options = options;
  }

  /**
   * @param init latents of the picture, [images, channels, height, width]
   * @param drawn those that were made of it
   * @param shares of the mask, [images, 1, height, width]
   * @return [height, width], 0..1
   */
  Tensor of(Tensor init, Tensor drawn, Tensor shares, int image) {
    int height = init.dim(2);
    int width = init.dim(3);
    float[] values = distances(init, drawn, image);
    values = middle.filtered(largest.filtered(values, width), width);
    int first = image * shares.rowSize();
    for (int i = 0; i < values.length; i++) {
      values[i] = shown(values[i], shares.data()[first + i]);
    }
    return Tensor.of(values, height, width);
  }

  private static float[] distances(Tensor init, Tensor drawn, int image) {
    int plane = init.dim(2) * init.dim(3);
    float[] distances = new float[plane];
    for (int i = 0; i < plane; i++) {
      double sum = 0;
      int first = image * init.rowSize() + i;
      for (int at = first; at < first + init.rowSize(); at += plane) {
        double difference = drawn.data()[at] - init.data()[at];
        sum += difference * difference;
      }
      distances[i] = (float) Math.sqrt(sum);
    }
    return distances;
  }

  private float shown(double distance, double share) {
    double masked = 1 - Math.pow(Math.max(0, Math.min(1, share)), options.preservation() / 2);
    double influence = options.maskInfluence();
    double weight = 0.5 * (1 - influence) + masked * influence;
    double half = options.differenceThreshold() * weight / (ALMOST_ONE - weight);
    // Where neither differs from zero there is no difference to show.
    double ratio = distance == 0 ? 0 : distance / half;
    double x = 1 / (1 + Math.pow(ratio, options.differenceContrast()));
    return (float) (1 - x * x * x * (x * (6 * x - 15) + 10));
  }
}
