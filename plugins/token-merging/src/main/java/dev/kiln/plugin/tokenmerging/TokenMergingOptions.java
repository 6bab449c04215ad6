package dev.kiln.plugin.tokenmerging;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * How many tokens are spared.
 *
 * @param method which tokens a self-attention works on
 * @param ratio of tome: the part of the tokens that is merged into others; 0 merges none
 * @param factor of todo: of how many rows and columns of tokens one answers; 1 leaves none out
 * @param levels of the UNet, from the full size down
 * @param destination of tome: which token of each 2x2 cell others may be merged into
 */
@PluginOptions(presets = {"", "method=todo"})
public record TokenMergingOptions(
    @Option(
            label = "Method",
            help = "tome merges similar tokens; todo leaves keys and values out.",
            defaultValue = "tome",
            infotext = "Token merging method")
        MergeMethod method,
    @Option(
            label = "Merged part of the tokens",
            help = "Of tome; 0 merges none.",
            defaultValue = "0.5",
            min = 0,
            max = 0.75,
            step = 0.05,
            infotext = "Token merging ratio",
            exact = "0")
        double ratio,
    @Option(
            label = "One answers of this many rows and columns",
            help = "Of todo; 1 leaves none out.",
            defaultValue = "2",
            min = 1,
            max = 4,
            infotext = "Token merging factor",
            exact = "1")
        int factor,
    @Option(
            label = "Levels of the UNet",
            help = "From the full size down; further down there is little to save.",
            defaultValue = "1",
            min = 1,
            max = 4,
            infotext = "Token merging levels")
        int levels,
    @Option(
            label = "Others are merged into",
            help = "Of tome: which token of each 2x2 cell.",
            defaultValue = "random",
            infotext = "Token merging destination")
        Destination destination) {
  boolean acts() {
    return method == MergeMethod.TOME ? ratio > 0 : factor > 1;
  }
}
