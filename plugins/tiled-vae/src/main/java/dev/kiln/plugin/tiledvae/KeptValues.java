package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values are kept between layers: the sums of residual blocks, and of what else is read more
 * than once those convolutions that are no larger than the largest sum.
 */
record KeptValues(NetworkGraph network, Scales scales, List<Layer> layers) {
  Set<Value> choose() {
    Set<Value> keeps = new HashSet<>();
    Map<Value, Integer> readers = new HashMap<>();
    long largest = 0;
    for (Layer layer : layers) {
      layer.sources().forEach(source -> readers.merge(source, 1, Integer::sum));
      if (layer instanceof PointwiseLayer pointwise && pointwise.sum()) {
        keeps.add(layer.output());
        largest = Math.max(largest, size(layer.output()));
      }
    }
    for (Layer layer : layers) {
      if (layer instanceof ConvLayer
          && readers.getOrDefault(layer.output(), 0) > 1
          && size(layer.output()) <= largest) {
        keeps.add(layer.output());
      }
    }
    return keeps;
  }

  /** Numbers for one of the latents. */
  private long size(Value value) {
    return network.knownShape(value).get(1) * scales.of(value) * scales.of(value);
  }
}
