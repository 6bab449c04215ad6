package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;

/**
 * A group norm of [batch, channels, height, width]: each group of channels is brought to mean 0 and
 * variance 1 over all of its pixels, then each channel is scaled and shifted.
 *
 * @param path the module it belongs to; empty where the file does not say
 * @param input what is normalised
 * @param groups of channels
 * @param weight by which each channel is multiplied: as many numbers as channels, in any shape
 * @param bias added to each channel, likewise
 * @param epsilon added to the variance
 */
@ProvidedByHost
public record GroupNorm(
    String path, Value input, long groups, Value weight, Value bias, float epsilon, Value output) {}
