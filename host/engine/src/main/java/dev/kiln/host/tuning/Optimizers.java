package dev.kiln.host.tuning;

import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import java.util.List;
import java.util.function.Supplier;

/**
 * The optimizers of the jars as they lie now, the highest rank first.
 *
 * @param attention those of attention
 * @param convolutions those of convolutions
 */
public record Optimizers(
    Supplier<List<OptimizerLine>> attention, Supplier<List<OptimizerLine>> convolutions) {}
