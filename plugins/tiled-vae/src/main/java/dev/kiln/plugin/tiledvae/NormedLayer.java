package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GroupNorm;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A group norm, which with mean and variance known is a product and a sum.
 *
 * @param measured what it comes to, by the output of each norm; known before it is written
 */
record NormedLayer(GroupNorm norm, Map<Value, Affine> measured) implements Layer {
  /** A factor and an addend for each channel, [batch, channels, 1, 1]. */
  record Affine(Value scale, Value shift) {}

  @Override
  public Value output() {
    return norm.output();
  }

  @Override
  public List<Value> sources() {
    return List.of(norm.input());
  }

  @Override
  public Rows reads(Rows rows) {
    return rows;
  }

  @Override
  public Value write(GraphEditor graph, Rows rows, List<Value> sources) {
    Affine affine = Objects.requireNonNull(measured.get(norm.output()));
    return graph.add(graph.mul(sources.get(0), affine.scale()), affine.shift());
  }
}
