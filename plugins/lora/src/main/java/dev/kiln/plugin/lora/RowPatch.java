package dev.kiln.plugin.lora;

import dev.kiln.plugin.lora.type.Arrays2d;
import dev.kiln.plugin.lora.type.Factors;
import dev.kiln.plugin.lora.type.LayerShape;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightLayout;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Adds files beside a UNet's layers, y = x·W + s·((x·A)·B), with strengths s that are an input: a
 * number for each row and file. Rows and steps may differ then, and weights stay as they are.
 */
record RowPatch(List<LoraUse> uses, LoraFiles files) implements GraphPatch {
  /** [rows, files]. */
  static final String INPUT = "lora_strengths";

  @Override
  public String fingerprint() {
    return "rows: " + uses.stream().map(LoraUse::fingerprint).collect(Collectors.joining("; "));
  }

  @Override
  public void apply(NetworkGraph network) {
    Matches matches = new Matches(network, NetworkKind.UNET);
    for (int i = 0; i < uses.size(); i++) {
      matches.add(i, uses.get(i), files.read(uses.get(i)));
    }
    if (!matches.vectors().isEmpty()) {
      network.warn(
          "%d biases and norms of LoRA files cannot act in some rows or steps alone and were left out"
              .formatted(matches.vectors().size()));
    }
    Value strengths = network.input(INPUT, "lora_rows", String.valueOf(uses.size()));
    GraphEditor graph = network.editor().at("/lora");
    List<Value> columns = new ArrayList<>();
    for (int i = 0; i < uses.size(); i++) {
      columns.add(graph.slice(strengths, 1, i, i + 1));
    }
    for (Matches.OfLayer match : matches.layers()) {
      if (match.blocks() != 0) {
        add(network, match, columns.get(match.use()));
      }
    }
  }

  private static void add(NetworkGraph network, Matches.OfLayer match, Value strength) {
    LinearLayer layer = match.layer();
    GraphEditor graph = network.editor().at(layer.path() + "/lora");
    Value addend =
        match
            .change()
            .factors()
            .map(factors -> narrow(network, match, factors.times(match.blocks()), strength))
            .orElseGet(() -> scaled(graph, dense(network, match), strength));
    // Several files add to one layer: each to what the one before it made.
    network.replace(layer.product(), graph.add(layer.product(), addend));
  }

  /** (x·A)·s·B: the strength is multiplied where the values are fewest. */
  private static Value narrow(
      NetworkGraph network, Matches.OfLayer match, Factors factors, Value strength) {
    LinearLayer layer = match.layer();
    GraphEditor graph = network.editor().at(layer.path() + "/lora");
    LayerShape shape = LayerShape.of(layer);
    int rank = factors.rank();
    int outputs = shape.outputs();
    if (layer.layout() == WeightLayout.KERNEL) {
      Tensor down =
          Tensor.of(factors.joined(), rank, shape.inputs(), shape.height(), shape.width());
      Value hidden = network.product(layer, graph.constant(down));
      Value up = graph.constant(Tensor.of(factors.left(), outputs, rank, 1, 1));
      return graph.op("Conv", scaled(graph, hidden, strength), graph.like(up, hidden));
    }
    Tensor down =
        layer.layout() == WeightLayout.OUT_IN
            ? Tensor.of(factors.joined(), rank, shape.inputs())
            : Tensor.of(
                Arrays2d.transposed(factors.joined(), rank, shape.inputs()), shape.inputs(), rank);
    Value hidden = network.product(layer, graph.constant(down));
    Tensor up = Tensor.of(Arrays2d.transposed(factors.left(), outputs, rank), rank, outputs);
    return graph.matmul(scaled(graph, hidden, strength), graph.like(graph.constant(up), hidden));
  }

  private static Value dense(NetworkGraph network, Matches.OfLayer match) {
    LinearLayer layer = match.layer();
    LayerShape shape = LayerShape.of(layer);
    float[] delta = match.delta(shape.torch(layer, network.read(layer)));
    for (int i = 0; i < delta.length; i++) {
      delta[i] *= (float) match.blocks();
    }
    int[] sizes = layer.shape().stream().mapToInt(Long::intValue).toArray();
    GraphEditor graph = network.editor().at(layer.path() + "/lora");
    return network.product(layer, graph.constant(Tensor.of(shape.own(layer, delta), sizes)));
  }

  /**
   * Each row times its own number, whatever its rank: [rows, ...] and [rows, 1]. One row that
   * stands for all, as that of the time may be, becomes as many.
   */
  private static Value scaled(GraphEditor graph, Value x, Value strength) {
    Value flat = graph.mul(graph.reshape(x, 0, -1), graph.like(strength, x));
    Value rest = graph.slice(graph.shape(x), 0, 1, Long.MAX_VALUE);
    return graph.op("Reshape", flat, graph.concat(0, graph.list(-1), rest));
  }
}
