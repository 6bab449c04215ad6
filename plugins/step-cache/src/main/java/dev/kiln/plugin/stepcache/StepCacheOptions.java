package dev.kiln.plugin.stepcache;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * How much may be skipped.
 *
 * @param threshold how far the predicted noise may drift, relative to itself, before the network is
 *     asked again; 0 skips nothing
 * @param start the fraction of the steps before which nothing is skipped
 * @param end the fraction of the steps after which nothing is skipped
 */
@PluginOptions(infotext = "Step cache")
public record StepCacheOptions(
    @Option(
            label = "Skip while the predicted change is below",
            help = "How far the predicted noise may drift, relative to itself; 0 skips nothing.",
            defaultValue = "0.05",
            min = 0,
            max = 1,
            step = 0.01,
            infotext = "Step cache threshold")
        double threshold,
    @Option(
            label = "From this fraction of the steps",
            defaultValue = "0.15",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "Step cache start")
        double start,
    @Option(
            label = "To this fraction of the steps",
            defaultValue = "0.95",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "Step cache end")
        double end) {}
