package dev.kiln.host.graph.live;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.find.GraphIndex;
import dev.kiln.host.graph.find.ParameterChain;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a graph into the form in which a session reads weights at each run. ONNX Runtime does so
 * with those that a matrix product takes as they are; those of convolutions it copies while it
 * makes a session. So a 1x1 convolution is written as a product.
 */
final class LiveGraph {
  private static final Set<String> PRODUCTS = Set.of("MatMul", "FusedMatMul", "Gemm");

  private final Graph graph;
  private final NetworkKind kind;

  LiveGraph(Graph graph, NetworkKind kind) {
    this.graph = graph;
    this.kind = kind;
  }

  LiveWeights prepare() {
    GraphEdit edit = new GraphEdit(graph, kind, Optional.empty());
    List<LinearLayer> linears = edit.linears();
    var parameters = edit.parameters();
    List<LiveLayer> live = new ArrayList<>();
    for (LinearLayer layer : linears) {
      Node node = edit.index().maker(layer.product().name()).orElseThrow();
      boolean floats = edit.writer().types().of(node.input(1)) == ElementType.FLOAT;
      if (floats && (layer.layout() != WeightLayout.KERNEL || plain(node, layer))) {
        ParameterChain base = ParameterChain.of(edit.index(), node.input(1)).orElseThrow();
        if (!LiveLayer.possible(base.weight())) {
          continue;
        }
        String name = edit.writer().at(layer.path()).unique("live");
        LiveLayer made = new LiveLayer(layer, name, base);
        edit.writer().weight(made.weight(base.shape()));
        node.inputs().set(1, name);
        live.add(made);
      }
    }
    edit.finish();
    return new LiveWeights(linears, parameters, live);
  }

  /** A convolution that is nothing but a product: one pixel, each, all channels together. */
  private static boolean plain(Node node, LinearLayer layer) {
    return layer.pointwise()
        && node.is("Conv")
        && node.domain().isEmpty()
        && node.whole("group", 1) == 1
        && node.wholes("strides").stream().allMatch(stride -> stride == 1)
        && node.wholes("pads").stream().allMatch(pad -> pad == 0);
  }

  /**
   * Write convolutions as products, and freeze what is read by anything else.
   *
   * @return the names of weights that live on
   */
  Set<String> settle(Map<Value, LiveLayer> layers) {
    GraphEdit edit = new GraphEdit(graph, kind, Optional.empty());
    for (LiveLayer layer : layers.values()) {
      List<Node> readers = edit.index().readers(layer.name());
      if (readers.size() == 1
          && readers.get(0).is("Conv")
          && plain(readers.get(0), layer.layer())) {
        write(edit, readers.get(0), layer);
      }
    }
    edit.finish();
    GraphIndex index = GraphIndex.of(graph);
    Set<String> alive = new HashSet<>();
    for (LiveLayer layer : layers.values()) {
      List<Node> readers = index.readers(layer.name());
      Weight weight = graph.weights().get(layer.name());
      if (weight != null && !readers.isEmpty() && readers.stream().allMatch(this::reads)) {
        alive.add(layer.name());
      } else if (weight != null) {
        graph.add(weight.copied());
      }
    }
    return alive;
  }

  private boolean reads(Node node) {
    return PRODUCTS.contains(node.operator());
  }

  /** W·x + b over pixels: [outputs, inputs] · [rows, inputs, pixels]. */
  private void write(GraphEdit edit, Node node, LiveLayer layer) {
    LinearLayer linear = layer.layer();
    NodeWriter writer = edit.writer().at(linear.path());
    Value weight = writer.weight(layer.weight(linear.outputs(), linear.inputs()));
    Value x = new Value(node.input(0));
    Value pixels = writer.reshape(x, 0, 0, -1);
    Value product = writer.matmul(weight, pixels);
    if (!node.input(2).isEmpty()) {
      product = writer.add(product, writer.reshape(new Value(node.input(2)), -1, 1));
    }
    Value shape = writer.shape(x);
    Value size =
        writer.concat(
            0,
            writer.slice(shape, 0, 0, 1),
            writer.list(linear.outputs()),
            writer.slice(shape, 0, 2, 4));
    Value whole = writer.op("Reshape", Attributes.NONE, product, size);
    edit.replace(new Value(node.output()), whole);
  }
}
