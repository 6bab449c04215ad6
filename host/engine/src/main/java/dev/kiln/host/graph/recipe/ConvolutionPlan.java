package dev.kiln.host.graph.recipe;

import dev.kiln.spi.graph.ConvolutionShape;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who may compute convolutions, and what is known of how fast they do.
 *
 * @param seconds by {@link #key} of a shape and by name of the candidate, {@link
 *     GraphRecipe#UNTOUCHED} for the runtime's own; candidates expect what nobody measured
 */
public record ConvolutionPlan(
    List<ConvolutionCandidate> candidates, Map<String, Map<String, Double>> seconds) {
  /** All stay as their exporter wrote them. */
  public static final ConvolutionPlan NONE = new ConvolutionPlan(List.of(), Map.of());

  public ConvolutionPlan {
    candidates = List.copyOf(candidates);
    seconds = new TreeMap<>(seconds);
  }

  /** What times are known by: how many rows there are hardly matters for what is faster. */
  public static String key(ConvolutionShape shape) {
    return "%d to %d at %dx%d %s"
        .formatted(shape.inputs(), shape.outputs(), shape.width(), shape.height(), shape.window());
  }

  Map<String, Double> of(ConvolutionShape shape) {
    return seconds.getOrDefault(key(shape), Map.of());
  }

  boolean dependsOnShape() {
    return candidates.stream().anyMatch(one -> one.hook().dependsOnShape());
  }

  void addTo(GraphFingerprint fingerprint) {
    if (candidates.isEmpty()) {
      return;
    }
    for (ConvolutionCandidate candidate : candidates) {
      GraphPart<?> part = candidate.part();
      fingerprint.add(
          "convolution", part.plugin(), part.jarHash(), part.options(), candidate.name());
    }
    seconds.forEach((key, of) -> fingerprint.add(key, new TreeMap<>(of).toString()));
  }
}
