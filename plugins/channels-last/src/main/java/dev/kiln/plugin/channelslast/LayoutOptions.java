package dev.kiln.plugin.channelslast;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * How convolutions lie in memory.
 *
 * @param enabled channels in blocks (CPU) or last (CUDA); false keeps the file's order
 */
@PluginOptions
public record LayoutOptions(
    @Option(
            label = "Channels last",
            help = "In blocks on a CPU, last on CUDA; off keeps the order of the file.",
            defaultValue = "true",
            flags = {"--opt-channelslast", "--channelslast"})
        boolean enabled) {}
