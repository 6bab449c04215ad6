package dev.kiln.plugin.apg;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * What is kept of guidance.
 *
 * @param eta the share that is kept of what points along the prompt's prediction
 * @param normThreshold the largest Euclidean norm of an image's guidance; 0 for any
 * @param momentum the share of the last evaluations' guidance that is added; negative ones push
 *     away from it
 */
@PluginOptions
public record ApgOptions(
    @Option(
            label = "Kept of the parallel part",
            help = "0 removes what oversaturates, 1 keeps all of it.",
            defaultValue = "0",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "APG eta")
        double eta,
    @Option(
            label = "Norm threshold",
            help = "The largest norm of an image's guidance; 0: any.",
            defaultValue = "15",
            min = 0,
            max = 100,
            step = 0.5,
            infotext = "APG norm threshold")
        double normThreshold,
    @Option(
            label = "Momentum",
            help = "How much of earlier guidance is added; negative pushes away from it.",
            defaultValue = "0",
            min = -1,
            max = 1,
            step = 0.05,
            infotext = "APG momentum")
        double momentum) {
  /** Whether the formula gives back what it is given, but for rounding. */
  boolean neutral() {
    return eta == 1 && normThreshold == 0 && momentum == 0;
  }
}
