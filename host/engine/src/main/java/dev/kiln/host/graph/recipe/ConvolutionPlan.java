package dev.kiln.host.graph.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who may compute convolutions, and who is to.
 *
 * @param winners the candidate's name by the path of a layer, as measured; empty where nobody
 *     measured, and what candidates expect decides
 */
public record ConvolutionPlan(
    List<ConvolutionCandidate> candidates, Optional<Map<String, String>> winners) {
  /** All stay as their exporter wrote them. */
  public static final ConvolutionPlan NONE = new ConvolutionPlan(List.of(), Optional.empty());

  public ConvolutionPlan {
    candidates = List.copyOf(candidates);
  }

  boolean dependsOnShape() {
    return candidates.stream().anyMatch(one -> one.hook().dependsOnShape());
  }

  void addTo(GraphFingerprint fingerprint) {
    for (ConvolutionCandidate candidate : candidates) {
      GraphPart<?> part = candidate.part();
      fingerprint.add(
          "convolution", part.plugin(), part.jarHash(), part.options(), candidate.name());
    }
    winners.ifPresent(paths -> fingerprint.add("winners", new TreeMap<>(paths).toString()));
  }
}
