package dev.kiln.plugin.controlnet;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.util.List;
import java.util.Optional;

/**
 * How much a unit has to say, where.
 *
 * @param advanced a factor for each layer, in place of all other weights; empty for none
 * @param region the brighter, the more; empty for all of the picture
 */
record Strength(double weight, ControlMode mode, List<Double> advanced, Optional<Picture> region) {
  /** What a layer counts less than the one below it. Also diffusers' guess mode: 10^(-1/12). */
  private static final double FADE = 0.825;

  /** In SD 1.x twelve layers lie above the middle, and the fade is spread over so many. */
  private static final int LAYERS = 12;

  /**
   * A factor for each layer from the picture down to the middle, which is the last one.
   *
   * @param layers how many the network has: 13 in SD 1.x
   * @param soft whether they fade even in balance
   * @param unit to begin a message with
   * @throws BadRequest when there are advanced weights for another network
   */
  float[] layerWeights(int layers, boolean soft, String unit) {
    if (!advanced.isEmpty() && advanced.size() != layers) {
      throw new BadRequest(
          "%s: advanced_weighting has %d numbers; this ControlNet has %d layers, the middle one is the last"
              .formatted(unit, advanced.size(), layers));
    }
    float[] weights = new float[layers];
    for (int i = 0; i < layers; i++) {
      double faded = weight * Math.pow(FADE, (double) (layers - 1 - i) * LAYERS / (layers - 1));
      double plain = soft || mode.soft() ? faded : weight;
      weights[i] = (float) (advanced.isEmpty() ? plain : advanced.get(i));
    }
    return weights;
  }
}
