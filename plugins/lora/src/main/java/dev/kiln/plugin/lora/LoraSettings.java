package dev.kiln.plugin.lora;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * Where the files are, beside the models' folder.
 *
 * @param folder another one; empty for none
 * @param cacheMegabytes how much of files that were used is kept in memory, in 10^6 bytes
 */
@PluginOptions(scope = PluginOptions.Scope.SETTINGS)
public record LoraSettings(
    @Option(
            label = "Folder of LoRA files",
            help = "Looked into beside the folder of models.",
            defaultValue = "",
            flags = "--lora-dir")
        String folder,
    @Option(
            label = "Keep files in memory up to this many megabytes",
            defaultValue = "512",
            min = 0,
            max = 1_000_000)
        int cacheMegabytes) {}
