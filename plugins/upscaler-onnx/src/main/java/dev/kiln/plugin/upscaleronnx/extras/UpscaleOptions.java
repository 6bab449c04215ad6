package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * How finished pictures are enlarged: webUI's postprocessing, under its keys.
 *
 * @param upscaler empty or "None" for not at all
 * @param scale 0 for the upscaler's own
 */
@PluginOptions
public record UpscaleOptions(
    @Option(
            label = "Upscaler of finished pictures",
            help = "The name of one; None leaves pictures as they are drawn.",
            defaultValue = "",
            flags = "--upscaler",
            infotext = "Postprocess upscaler")
        String upscaler,
    @Option(
            label = "How many times larger",
            help = "0 for the upscaler's own, or 4 where it has none.",
            defaultValue = "0",
            min = 0,
            max = 8,
            step = 0.05,
            flags = "--upscale-by",
            infotext = "Postprocess upscale by")
        double scale) {}
