package dev.kiln.plugin.dynamicthresholding;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * The arguments of webUI's extension, in its order.
 *
 * @param enabled whether it acts
 * @param mimicScale the guidance scale whose spread predictions get
 * @param thresholdPercentile the share of values, in percent, that tells how far a prediction
 *     spreads; those beyond are clamped
 * @param mimicMode how the mimic scale moves during the pass
 * @param mimicScaleMin where it moves to or from
 * @param cfgMode how the guidance scale moves during the pass
 * @param cfgScaleMin where it moves to or from
 * @param schedulerValue the power of power schedules, how often repeating ones repeat
 * @param separateFeatureChannels whether each latent channel is measured for itself
 * @param scalingStartpoint MEAN or ZERO: what values are scaled from
 * @param variabilityMeasure AD, the largest distance from the mean, or STD, the standard deviation
 * @param interpolatePhi the share of the result; what is left is the guided prediction as it was
 */
@PluginOptions(script = "Dynamic Thresholding (CFG Scale Fix)")
public record ThresholdOptions(
    @Option(label = "Enabled", defaultValue = "true", infotext = "Dynamic thresholding enabled")
        boolean enabled,
    @Option(
            label = "Mimic CFG scale",
            defaultValue = "7",
            min = 0,
            max = 100,
            infotext = "Mimic scale")
        double mimicScale,
    @Option(
            label = "Top percentile of latents to clamp",
            defaultValue = "100",
            min = 0,
            max = 100,
            infotext = "Threshold percentile")
        double thresholdPercentile,
    @Option(label = "Mimic scale scheduler", defaultValue = "Constant", infotext = "Mimic mode")
        String mimicMode,
    @Option(
            label = "Minimum of the mimic scale",
            defaultValue = "0",
            min = 0,
            max = 100,
            infotext = "Mimic scale minimum")
        double mimicScaleMin,
    @Option(label = "CFG scale scheduler", defaultValue = "Constant", infotext = "CFG mode")
        String cfgMode,
    @Option(
            label = "Minimum of the CFG scale",
            defaultValue = "0",
            min = 0,
            max = 100,
            infotext = "CFG scale minimum")
        double cfgScaleMin,
    @Option(
            label = "Scheduler value",
            defaultValue = "4",
            min = 0,
            max = 100,
            infotext = "Scheduler value")
        double schedulerValue,
    @Option(
            label = "Separate feature channels",
            defaultValue = "true",
            infotext = "Separate Feature Channels")
        boolean separateFeatureChannels,
    @Option(label = "Scaling startpoint", defaultValue = "MEAN", infotext = "Scaling Startpoint")
        String scalingStartpoint,
    @Option(label = "Variability measure", defaultValue = "AD", infotext = "Variability Measure")
        String variabilityMeasure,
    @Option(
            label = "Interpolate phi",
            defaultValue = "1",
            min = 0,
            max = 1,
            infotext = "Interpolate Phi")
        double interpolatePhi) {

  /**
   * @throws BadRequest when one of them is none of its values
   */
  public ThresholdOptions {
    ScaleSchedule.of("mimicMode", mimicMode);
    ScaleSchedule.of("cfgMode", cfgMode);
    oneOf("scalingStartpoint", scalingStartpoint, "MEAN", "ZERO");
    oneOf("variabilityMeasure", variabilityMeasure, "AD", "STD");
  }

  private static void oneOf(String option, String value, String one, String other) {
    if (!value.equalsIgnoreCase(one) && !value.equalsIgnoreCase(other)) {
      throw new BadRequest(
          "dynamic-thresholding: %s is \"%s\"; it must be %s or %s"
              .formatted(option, value, one, other));
    }
  }

  ScaleSchedule mimicSchedule() {
    return ScaleSchedule.of("mimicMode", mimicMode);
  }

  ScaleSchedule cfgSchedule() {
    return ScaleSchedule.of("cfgMode", cfgMode);
  }

  boolean fromZero() {
    return scalingStartpoint.equalsIgnoreCase("ZERO");
  }

  boolean deviation() {
    return variabilityMeasure.equalsIgnoreCase("STD");
  }

  /** Whether the formula gives back what it is given, but for rounding. */
  boolean neutral(double cfgScale) {
    if (cfgSchedule() != ScaleSchedule.CONSTANT) {
      return false;
    }
    boolean sameSpread =
        mimicSchedule() == ScaleSchedule.CONSTANT
            && mimicScale == cfgScale
            && (thresholdPercentile == 100 || deviation());
    return sameSpread || interpolatePhi == 0;
  }
}
