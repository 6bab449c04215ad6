package dev.kiln.plugin.styles;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * Where the styles are.
 *
 * @param file empty for styles.csv in the plugin's own folder
 */
@PluginOptions(scope = PluginOptions.Scope.SETTINGS)
public record StyleSettings(
    @Option(
            label = "File of styles",
            help = "webUI's styles.csv; without it that of the plugin's data folder.",
            defaultValue = "",
            flags = "--styles-file")
        String file) {}
