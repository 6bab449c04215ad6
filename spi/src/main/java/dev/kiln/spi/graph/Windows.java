package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/**
 * How the tokens of a picture are cut into windows.
 *
 * @param height rows of tokens in the picture, a multiple of {@code rows}: a whole number of rank 0
 * @param width columns of tokens, a multiple of {@code columns}
 * @param rows of one window
 * @param columns of one window
 * @param shift how far the picture is rolled up and left first, as in every second block of Swin; 0
 *     for not at all
 */
@ValueType
public record Windows(Value height, Value width, long rows, long columns, long shift) {}
