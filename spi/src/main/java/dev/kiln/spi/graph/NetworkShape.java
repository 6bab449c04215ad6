package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/**
 * The shape of the runs that a graph is made for.
 *
 * @param rows how many pictures or conditions at once
 * @param latentHeight rows of latents: an eighth of the picture's
 * @param latentWidth columns of latents
 * @param conditionTokens tokens of the text's embedding
 */
@ValueType
public record NetworkShape(int rows, int latentHeight, int latentWidth, int conditionTokens) {}
