package dev.kiln.host.tuning;

import java.util.Map;

/**
 * What measuring the convolutions of a model at one size came to.
 *
 * @param seconds as {@link dev.kiln.host.graph.recipe.ConvolutionPlan} has them; of fewer shapes
 *     than there are where the time was over
 * @param whole whether all shapes were measured
 * @param reason how far it came, in words
 */
public record ConvolutionTimes(
    Map<String, Map<String, Double>> seconds, boolean whole, String reason) {}
