package dev.kiln.plugin.cfgzero;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * CFG-Zero*.
 *
 * @param zeroSteps how many evaluations from the start on predict no noise at all
 */
@PluginOptions(infotext = "CFG Zero star")
public record CfgZeroOptions(
    @Option(
            label = "Steps without a prediction",
            help = "So many from the start leave the noise as it is; meant for flow models.",
            defaultValue = "0",
            min = 0,
            max = 10,
            infotext = "CFG Zero steps")
        int zeroSteps) {}
