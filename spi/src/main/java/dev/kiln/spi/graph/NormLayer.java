package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import java.util.List;

/**
 * A layer norm over the last axis, of values with three axes.
 *
 * @param path the module it belongs to; empty where the file does not say
 * @param input what is normalised
 * @param addends the two of which the input is the sum, as a residual and what is added to it are;
 *     empty if it is not a sum of two values of the same shape
 * @param weight by which each channel is multiplied
 * @param bias added to each channel, or {@link Value#NONE}
 * @param epsilon added to the variance
 */
@ProvidedByHost
public record NormLayer(
    String path,
    Value input,
    List<Value> addends,
    Value weight,
    Value bias,
    float epsilon,
    Value output) {}
