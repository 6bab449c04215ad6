package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;

/**
 * A skip connection of a UNet: its upsampling path reads a value of its downsampling path.
 *
 * @param index in the order in which they are read; the downsampling path makes them in reverse
 *     order
 * @param hidden [batch, channels, height, width] from below
 * @param skip [batch, channels, height, width] from the downsampling path
 * @param output both, one after the other along the channels
 */
@ProvidedByHost
public record SkipConnection(int index, Value hidden, Value skip, Value output) {}
