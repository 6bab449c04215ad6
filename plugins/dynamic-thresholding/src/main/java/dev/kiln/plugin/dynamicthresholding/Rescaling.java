package dev.kiln.plugin.dynamicthresholding;

/**
 * The formula of webUI's extension. With g and m what a guided prediction and the one at the mimic
 * scale have beyond the means of their channels, and V how far values spread:
 *
 * <ul>
 *   <li>from the mean: mean + clamp(g, ±L) V(m) / L with L = max(V(m), V(g)); where V is the
 *       standard deviation, mean + g V(m) / V(g);
 *   <li>from zero: (mean + g) V(m) / V(g).
 * </ul>
 *
 * Channels are measured one by one, or those of an image as one. What does not spread at all stays
 * as it is.
 */
final class Rescaling {
  private final ThresholdOptions options;
  private final int channels;
  private final int cells;
  private final Spread spread;

  /**
   * @param channels of the latents
   * @param cells in each channel
   */
  Rescaling(ThresholdOptions options, int channels, int cells) {
    this.options = options;
    this.channels = channels;
    this.cells = cells;
    this.spread = new Spread(channels, cells);
  }

  /**
   * Change one image of a batch.
   *
   * @param guided predictions, [images, channels, cells]
   * @param mimic the same at the mimic scale
   */
  void apply(float[] guided, float[] mimic, int image) {
    int together = options.separateFeatureChannels() ? 1 : channels;
    for (int channel = 0; channel < channels; channel += together) {
      int from = (image * channels + channel) * cells;
      spread.measure(mimic, from, together);
      double wanted = options.deviation() ? spread.deviation() : spread.percentile(1);
      spread.measure(guided, from, together);
      double found =
          options.deviation()
              ? spread.deviation()
              : spread.percentile(options.thresholdPercentile() / 100);
      rescale(guided, from, together, wanted, found);
    }
  }

  private void rescale(float[] guided, int from, int together, double wanted, double found) {
    boolean clamps = !options.deviation() && !options.fromZero();
    double whole = clamps ? Math.max(wanted, found) : found;
    if (whole == 0) {
      return;
    }
    double limit = clamps ? whole : Double.POSITIVE_INFINITY;
    double phi = options.interpolatePhi();
    for (int i = 0; i < together * cells; i++) {
      double origin = options.fromZero() ? 0 : spread.mean(i / cells);
      double value = guided[from + i];
      double beyond = Math.max(-limit, Math.min(limit, value - origin));
      double result = origin + beyond * wanted / whole;
      guided[from + i] = (float) (phi * result + (1 - phi) * value);
    }
  }
}
