package dev.kiln.host.pipeline.hook;

import java.util.Map;
import java.util.Set;

/**
 * What is known of convolutions where a request runs.
 *
 * @param plugins to wake for it, which nobody asked for
 * @param seconds as {@link dev.kiln.host.graph.recipe.ConvolutionPlan} has them
 */
public record ConvolutionWish(Set<String> plugins, Map<String, Map<String, Double>> seconds) {
  /** Who is awake computes what it expects to be faster at. */
  public static final ConvolutionWish NONE = new ConvolutionWish(Set.of(), Map.of());
}
