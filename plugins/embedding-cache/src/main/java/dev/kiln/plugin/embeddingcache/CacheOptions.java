package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * How much may be kept.
 *
 * @param maxMegabytes the size on disk, in 10^6 bytes; the least recently used entries go first
 */
@PluginOptions(scope = PluginOptions.Scope.SETTINGS)
public record CacheOptions(
    @Option(
            label = "Keep embeddings up to this many megabytes",
            help = "The least recently used ones are deleted first.",
            defaultValue = "256",
            min = 0,
            max = 1_000_000)
        int maxMegabytes) {}
