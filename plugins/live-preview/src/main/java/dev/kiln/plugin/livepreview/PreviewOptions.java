package dev.kiln.plugin.livepreview;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * How often to look.
 *
 * @param every a preview after each so many steps; below 1 there is none
 */
@PluginOptions
public record PreviewOptions(
    @Option(
            label = "Preview every so many steps",
            help = "Below 1 there is none.",
            defaultValue = "1",
            min = -1,
            max = 1000,
            webui = "show_progress_every_n_steps")
        int every) {}
