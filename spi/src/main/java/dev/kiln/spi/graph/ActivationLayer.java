package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;

/**
 * An activation, in whatever operators its exporter wrote it.
 *
 * @param input the argument of the function
 * @param output the function's result
 */
@ProvidedByHost
public record ActivationLayer(Activation kind, Value input, Value output) {}
