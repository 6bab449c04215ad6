package dev.kiln.plugin.lora;

import dev.kiln.plugin.lora.type.Factors;
import dev.kiln.plugin.lora.type.LayerShape;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkWeights;
import dev.kiln.spi.graph.Parameter;
import dev.kiln.spi.graph.WeightLayout;
import dev.kiln.spi.graph.WeightsPatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes files into a network's weights, W' = W + m·s·U, one after the other: a step then costs
 * what it cost before.
 */
record MergePatch(NetworkKind kind, List<LoraUse> uses, LoraFiles files) implements WeightsPatch {
  @Override
  public String fingerprint() {
    return uses.stream()
        .map(use -> use.fingerprint() + " x " + strength(use))
        .collect(Collectors.joining("; "));
  }

  private double strength(LoraUse use) {
    return kind == NetworkKind.UNET ? use.tag().unet() : use.tag().te();
  }

  @Override
  public void apply(NetworkWeights network) {
    Matches matches = new Matches(network, kind);
    for (int i = 0; i < uses.size(); i++) {
      matches.add(i, uses.get(i), files.read(uses.get(i)));
    }
    Map<LinearLayer, List<Matches.OfLayer>> byLayer = new LinkedHashMap<>();
    for (Matches.OfLayer match : matches.layers()) {
      if (factor(match.use(), match.blocks()) != 0) {
        byLayer.computeIfAbsent(match.layer(), any -> new ArrayList<>()).add(match);
      }
    }
    addFactors(network, byLayer);
    byLayer.forEach((layer, changes) -> addDense(network, layer, changes));
    matches.vectors().forEach(match -> add(network, match));
  }

  private double factor(int use, double blocks) {
    return strength(uses.get(use)) * blocks;
  }

  /** Layers that nothing but small factors change; they are taken out of the map. */
  private void addFactors(NetworkWeights network, Map<LinearLayer, List<Matches.OfLayer>> byLayer) {
    Map<LinearLayer, List<Factors>> factors = new LinkedHashMap<>();
    byLayer.forEach(
        (layer, changes) -> {
          if (changes.stream().allMatch(match -> match.change().factors().isPresent())) {
            factors.put(layer, changes.stream().map(this::factors).toList());
          }
        });
    byLayer.keySet().removeAll(factors.keySet());
    List<LinearLayer> largest =
        factors.keySet().stream()
            .sorted(
                Comparator.comparingLong((LinearLayer it) -> it.inputs() * it.outputs()).reversed())
            .toList();
    network.rewrite(
        largest,
        (layer, first, rows) -> factors.get(layer).forEach(each -> each.addTo(rows, first)));
  }

  /** In the layer's own layout. */
  private Factors factors(Matches.OfLayer match) {
    Factors factors =
        match.change().factors().orElseThrow().times(factor(match.use(), match.blocks()));
    return match.layer().layout() == WeightLayout.IN_OUT ? factors.transposed() : factors;
  }

  private void addDense(NetworkWeights network, LinearLayer layer, List<Matches.OfLayer> changes) {
    LayerShape shape = LayerShape.of(layer);
    float[] weights = shape.torch(layer, network.read(layer));
    for (Matches.OfLayer match : changes) {
      float[] delta = match.delta(weights);
      float factor = (float) factor(match.use(), match.blocks());
      for (int i = 0; i < weights.length; i++) {
        weights[i] += factor * delta[i];
      }
    }
    network.write(layer, shape.own(layer, weights));
  }

  private void add(NetworkWeights network, Matches.OfVector match) {
    Parameter vector = match.vector();
    float factor = (float) factor(match.use(), match.blocks());
    float[] values = network.read(vector);
    for (int i = 0; i < values.length; i++) {
      values[i] += factor * match.difference().data()[i];
    }
    network.write(vector, values);
  }
}
