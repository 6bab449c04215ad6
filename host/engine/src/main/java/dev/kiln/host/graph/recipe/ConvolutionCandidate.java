package dev.kiln.host.graph.recipe;

import dev.kiln.spi.hook.ConvolutionOptimizer;

/**
 * An optimizer that may compute convolutions.
 *
 * @param name that it offers
 */
public record ConvolutionCandidate(String name, GraphPart<ConvolutionOptimizer> part) {
  ConvolutionOptimizer hook() {
    return part.hook();
  }
}
