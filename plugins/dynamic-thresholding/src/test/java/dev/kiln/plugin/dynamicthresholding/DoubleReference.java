package dev.kiln.plugin.dynamicthresholding;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The extension's formula once more, in double precision and as its tensors have it: arrays of
 * [channels][cells] of one image, sorted for the percentile.
 */
record DoubleReference(ThresholdOptions options) {
  double[][] of(double[][] guided, double[][] mimic) {
    double[][] g = centred(guided);
    double[][] m = centred(mimic);
    double[][] result = new double[guided.length][guided[0].length];
    for (int c = 0; c < guided.length; c++) {
      double[] gs = options.separateFeatureChannels() ? g[c] : flat(g);
      double[] ms = options.separateFeatureChannels() ? m[c] : flat(m);
      boolean std = options.variabilityMeasure().equals("STD");
      double mimicRef = std ? std(ms) : quantile(ms, 1);
      double cfgRef = std ? std(gs) : quantile(gs, options.thresholdPercentile() / 100);
      double mean = Arrays.stream(guided[c]).average().orElseThrow();
      double largest = Math.max(mimicRef, cfgRef);
      for (int i = 0; i < result[c].length; i++) {
        double value;
        if (options.scalingStartpoint().equals("ZERO")) {
          value = guided[c][i] * (mimicRef / cfgRef);
        } else if (std) {
          value = g[c][i] / cfgRef * mimicRef + mean;
        } else {
          double clamped = Math.min(Math.max(g[c][i], -largest), largest);
          value = clamped / largest * mimicRef + mean;
        }
        double phi = options.interpolatePhi();
        result[c][i] = value * phi + guided[c][i] * (1 - phi);
      }
    }
    return result;
  }

  private static double[][] centred(double[][] channels) {
    return Arrays.stream(channels)
        .map(
            channel -> {
              double mean = Arrays.stream(channel).average().orElseThrow();
              return Arrays.stream(channel).map(it -> it - mean).toArray();
            })
        .toArray(double[][]::new);
  }

  private static double[] flat(double[][] channels) {
    return Arrays.stream(channels).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double std(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(it -> (it - mean) * (it - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = Arrays.stream(values).map(Math::abs).sorted().toArray();
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted[below] * (1 - (place - below)) + sorted[above] * (place - below);
  }

  /** One image of a batch, [images, channels, cells]. */
  static double[][] image(float[] batch, int image, int channels, int cells) {
    return IntStream.range(0, channels)
        .mapToObj(
            c ->
                IntStream.range(0, cells)
                    .mapToDouble(i -> batch[(image * channels + c) * cells + i])
                    .toArray())
        .toArray(double[][]::new);
  }
}
