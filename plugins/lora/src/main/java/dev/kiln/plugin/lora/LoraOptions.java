package dev.kiln.plugin.lora;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * What a request may say.
 *
 * @param strict whether a name that is not found fails the request; else it is a warning, as in
 *     webUI
 */
@PluginOptions
public record LoraOptions(
    @Option(
            label = "Refuse names that are not found",
            help = "Otherwise they are a warning.",
            defaultValue = "false",
            flags = "--lora-strict")
        boolean strict) {}
