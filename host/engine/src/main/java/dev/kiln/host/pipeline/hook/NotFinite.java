package dev.kiln.host.pipeline.hook;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.tensor.Tensor;

/**
 * NaN or infinity, stopped where it comes up: it spreads over the whole picture, and later nobody
 * can say whose it is.
 */
public final class NotFinite extends PluginProblem {
  /**
   * @param message who left it where
   */
  public NotFinite(String message) {
    super(message);
  }

  /** Whether a value is none. */
  public static boolean in(Tensor values) {
    // Summed without a branch: a product with 0 is 0 for what is finite, and NaN for the rest.
    float sum = 0;
    for (float value : values.data()) {
      sum += value * 0;
    }
    return Float.isNaN(sum);
  }

  /**
   * Let pass what is finite.
   *
   * @param place of the values, in the words of the SPI
   */
  public static void refuse(Tensor values, String place) {
    if (in(values)) {
      throw new NotFinite("NaN or infinity is left in " + place);
    }
  }
}
