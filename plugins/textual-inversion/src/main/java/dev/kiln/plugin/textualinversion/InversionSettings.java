package dev.kiln.plugin.textualinversion;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * Where the files are, beside the folder of models and webUI's {@code embeddings} next to it.
 *
 * @param folder another one; empty for none
 */
@PluginOptions(scope = PluginOptions.Scope.SETTINGS)
public record InversionSettings(
    @Option(
            label = "Folder of textual inversions",
            help = "Looked into beside the folder of models and the folder embeddings next to it.",
            defaultValue = "",
            flags = "--embeddings-dir")
        String folder) {}
