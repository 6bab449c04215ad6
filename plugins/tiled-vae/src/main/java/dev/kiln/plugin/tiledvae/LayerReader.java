package dev.kiln.plugin.tiledvae;

import dev.kiln.plugin.tiledvae.NormedLayer.Affine;
import dev.kiln.spi.graph.GroupNorm;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Operator;
import dev.kiln.spi.graph.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the layers between what stays whole and a value. */
final class LayerReader {
  private final NetworkGraph network;
  private final Scales scales;
  private final long latentHeight;
  private final Map<Value, GroupNorm> norms = new HashMap<>();
  private final Map<Value, LinearLayer> linears = new HashMap<>();
  private final Map<Value, Affine> measured = new HashMap<>();
  private final Map<Value, Layer> layers = new LinkedHashMap<>();

  LayerReader(NetworkGraph network, Scales scales, long latentHeight) {
    this.network = network;
    this.scales = scales;
    this.latentHeight = latentHeight;
    network.groupNorms().forEach(norm -> norms.put(norm.output(), norm));
    network.linears().forEach(layer -> linears.put(layer.product(), layer));
  }

  /**
   * In an order in which they can be computed.
   *
   * @throws UnknownLayer when one of them cannot be computed in strips
   */
  List<Layer> read(Value last) {
    visit(last, last);
    return List.copyOf(layers.values());
  }

  private void visit(Value value, Value last) {
    boolean whole =
        !value.equals(last) && scales.of(value) == 1 || network.inputs().contains(value);
    if (!whole && !layers.containsKey(value)) {
      Layer layer = layer(value);
      layer.sources().forEach(source -> visit(source, last));
      layers.put(value, layer);
    }
  }

  private Layer layer(Value value) {
    GroupNorm norm = norms.get(value);
    if (norm != null) {
      return new NormedLayer(norm, measured);
    }
    Operator operator =
        network
            .operator(value)
            .orElseThrow(() -> new UnknownLayer("nothing is known of '" + value.name() + "'"));
    if (PointwiseLayer.OPERATORS.contains(operator.name())) {
      List<Value> sources =
          operator.inputs().stream().filter(input -> scales.of(input) > 0).distinct().toList();
      return new PointwiseLayer(operator, sources);
    }
    LinearLayer linear = linears.get(value);
    if (operator.name().equals("Conv") && linear != null) {
      long height = latentHeight * scales.of(operator.inputs().get(0));
      return ConvLayer.of(operator, linear.shape().get(2), height);
    } else if (operator.name().equals("Resize")) {
      return ResizeLayer.of(operator);
    }
    throw new UnknownLayer(
        "'%s' in '%s' cannot be computed in strips".formatted(operator.name(), value.name()));
  }
}
