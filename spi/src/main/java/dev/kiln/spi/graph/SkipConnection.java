package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;

/**
 * Where the way up through a UNet meets what the way down left for it.
 *
 * @param index in the order in which they are computed; the way down left them the other way round
 * @param hidden [batch, channels, height, width] from below
 * @param skip [batch, channels, height, width] from the way down
 * @param output both, one after the other along the channels
 */
@ProvidedByHost
public record SkipConnection(int index, Value hidden, Value skip, Value output) {}
