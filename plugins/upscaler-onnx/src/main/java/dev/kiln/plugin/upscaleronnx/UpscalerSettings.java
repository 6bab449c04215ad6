package dev.kiln.plugin.upscaleronnx;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * Where models are, and in which pieces pictures go through them.
 *
 * @param folder another one beside the folder of models; empty for none
 * @param tile pixels of a side; 0 for the whole picture at once
 * @param overlap how many pixels at the inner borders of a piece are seen, but not taken
 */
@PluginOptions(scope = PluginOptions.Scope.SETTINGS)
public record UpscalerSettings(
    @Option(
            label = "Folder of upscalers",
            help = "Looked into beside the folder of models.",
            defaultValue = "",
            flags = "--upscaler-dir")
        String folder,
    @Option(
            label = "Pixels of a tile's side",
            help = "Smaller ones need less memory; 0 takes the whole picture at once.",
            defaultValue = "192",
            min = 0,
            max = 4096,
            flags = "--upscaler-tile")
        int tile,
    @Option(
            label = "Pixels at a tile's inner borders that are left out",
            help = "More hide the borders better and take longer.",
            defaultValue = "16",
            min = 0,
            max = 256,
            flags = "--upscaler-overlap")
        int overlap) {}
