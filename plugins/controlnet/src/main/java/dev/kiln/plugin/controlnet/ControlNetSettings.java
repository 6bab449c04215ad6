package dev.kiln.plugin.controlnet;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * What holds for all requests.
 *
 * @param folder in which ControlNets are looked for beside the folder of models; empty for none
 * @param unitCount units that the page shows
 * @param hintCache megabytes of preprocessed hints that stay in memory
 * @param noDetectedMaps leave hints out of the answers
 */
@PluginOptions(scope = PluginOptions.Scope.SETTINGS)
public record ControlNetSettings(
    @Option(
            label = "Another folder of ControlNets",
            help = "Looked into beside the folder of models.",
            defaultValue = "",
            flags = "--controlnet-dir")
        String folder,
    @Option(label = "Units on the page", defaultValue = "3", min = 1, max = 10) int unitCount,
    @Option(
            label = "Megabytes for preprocessed hints",
            defaultValue = "256",
            min = 0,
            max = 100_000)
        double hintCache,
    @Option(label = "No detected maps in the answer", defaultValue = "false")
        boolean noDetectedMaps) {}
