package dev.kiln.plugin.detailer.detect;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * What holds for all requests.
 *
 * @param folder in which detectors are looked for beside the folder of models; empty for none
 */
@PluginOptions(scope = PluginOptions.Scope.SETTINGS)
public record DetectorSettings(
    @Option(
            label = "Another folder of detectors",
            help = "Looked into beside the folder of models.",
            defaultValue = "",
            flags = "--detector-dir")
        String folder) {}
