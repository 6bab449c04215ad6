package dev.kiln.plugin.tagger;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * Which tags are said.
 *
 * @param threshold the least probability of a tag
 * @param characters the same for names of characters, of which a wrong one is worse than none
 */
@PluginOptions(scope = PluginOptions.Scope.SETTINGS)
public record TaggerSettings(
    @Option(
            label = "Least probability of a tag",
            defaultValue = "0.35",
            min = 0,
            max = 1,
            flags = "--tagger-threshold")
        double threshold,
    @Option(
            label = "Least probability of a character's name",
            defaultValue = "0.85",
            min = 0,
            max = 1,
            flags = "--tagger-character-threshold")
        double characters) {}
