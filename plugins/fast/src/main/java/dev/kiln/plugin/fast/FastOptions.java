package dev.kiln.plugin.fast;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * What a request asks for. Its infotext has the options that were chosen instead.
 *
 * @param pace what may be given up for speed
 */
@PluginOptions
public record FastOptions(
    @Option(
            label = "Pace",
            help =
                "Full draws as ever; the others take the fastest accelerators that keep the picture"
                    + " to an SSIM of 0.95, 0.9 or 0.8.",
            defaultValue = "fast")
        Pace pace) {}
