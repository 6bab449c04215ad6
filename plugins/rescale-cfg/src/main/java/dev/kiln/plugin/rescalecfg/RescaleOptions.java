package dev.kiln.plugin.rescalecfg;

import dev.kiln.spi.index.Excludes;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * How far the spread is given back.
 *
 * @param multiplier the share of the rescaled prediction; what is left is the guided one as it was
 */
@PluginOptions(
    excludes =
        @Excludes(
            plugin = "dynamic-thresholding",
            why = "both set how far guided predictions spread, and the second undoes the first"))
public record RescaleOptions(
    @Option(
            label = "Rescale CFG",
            help = "How far guided predictions get the spread of the prompt's own; 0: not at all.",
            defaultValue = "0.7",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "Rescale CFG")
        double multiplier) {}
