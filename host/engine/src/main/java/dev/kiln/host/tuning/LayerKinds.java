package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Node;
import dev.kiln.spi.host.NetworkProfiles.LayerKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kind of layer that each operator belongs to. Products, convolutions and norms are told by the
 * operator; what stands between an attention's projections and its result, behind a norm or behind
 * a product as its bias, is told by the graph. The runtime keeps the names of operators that it
 * does not fuse.
 */
final class LayerKinds {
  private static final Set<String> CONVOLUTIONS =
      Set.of(
          "Conv", "FusedConv", "NhwcFusedConv", "ConvTranspose", "ReorderInput", "ReorderOutput");
  private static final Set<String> ATTENTIONS =
      Set.of("Softmax", "MultiHeadAttention", "Attention", "GroupQueryAttention");
  private static final Set<String> PRODUCTS = Set.of("MatMul", "FusedMatMul", "Gemm", "FusedGemm");
  private static final Set<String> NORMS =
      Set.of(
          "LayerNormalization",
          "SkipLayerNormalization",
          "SimplifiedLayerNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          "GroupNorm",
          "SkipGroupNorm",
          "BatchNormalization");

  /** What a group norm is written with behind the norm of its instances. */
  private static final Set<String> BEHIND_NORMS = Set.of("Reshape", "Mul", "Add");

  private final Graph graph;
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, List<Node>> users = new HashMap<>();
  private final Map<String, LayerKind> kinds = new HashMap<>();

  LayerKinds(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> makers.put(output, node));
      node.inputs()
          .forEach(input -> users.computeIfAbsent(input, any -> new ArrayList<>()).add(node));
    }
    for (Node node : graph.nodes()) {
      byOperator(node).ifPresent(kind -> kinds.put(node.name(), kind));
    }
    graph.nodes().forEach(this::around);
  }

  LayerKind of(NodeEvent event) {
    LayerKind known = kinds.get(event.name());
    if (known != null) {
      return known;
    }
    boolean weightless = event.inputs().size() > 1 && event.parameterBytes() == 0;
    return byOperator(event.operator(), weightless).orElse(LayerKind.REST);
  }

  private Optional<LayerKind> byOperator(Node node) {
    boolean weightless =
        node.inputs().size() > 1 && !graph.weights().containsKey(origin(node.input(1)));
    return byOperator(node.operator(), weightless);
  }

  /** A weight may be turned on its way. */
  private String origin(String value) {
    Node maker = makers.get(value);
    boolean turned = maker != null && (maker.is("Transpose") || maker.is("Identity"));
    return turned ? origin(maker.input(0)) : value;
  }

  private static Optional<LayerKind> byOperator(String operator, boolean weightless) {
    if (CONVOLUTIONS.contains(operator)) {
      return Optional.of(LayerKind.CONVOLUTION);
    } else if (ATTENTIONS.contains(operator)) {
      return Optional.of(LayerKind.ATTENTION);
    } else if (NORMS.contains(operator)) {
      return Optional.of(LayerKind.NORM);
    } else if (PRODUCTS.contains(operator)) {
      return Optional.of(weightless ? LayerKind.ATTENTION : LayerKind.LINEAR);
    }
    return Optional.empty();
  }

  private void around(Node node) {
    LayerKind kind = kinds.get(node.name());
    if (kind == LayerKind.ATTENTION) {
      before(node);
      behind(node);
    } else if (kind == LayerKind.LINEAR && PRODUCTS.contains(node.operator())) {
      users.getOrDefault(node.output(), List.of()).stream()
          .filter(user -> user.is("Add") && weighted(user))
          .forEach(bias -> kinds.putIfAbsent(bias.name(), kind));
    } else if (node.is("InstanceNormalization")) {
      reshaped(node);
    }
  }

  /** Heads are split, scaled and masked between the projections and the products. */
  private void before(Node attention) {
    Deque<String> open = new ArrayDeque<>(attention.inputs());
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String value = open.pop();
      Node maker = makers.get(value);
      if (maker != null && seen.add(value) && !kinds.containsKey(maker.name())) {
        kinds.put(maker.name(), LayerKind.ATTENTION);
        // Sizes are read off values that belong to somebody else.
        open.addAll(maker.is("Shape") ? List.of() : maker.inputs());
      }
    }
  }

  /** Heads are joined again. */
  private void behind(Node attention) {
    Node last = attention;
    while (users.getOrDefault(last.output(), List.of()).size() == 1) {
      last = users.get(last.output()).get(0);
      if (!last.is("Transpose") && !last.is("Reshape")) {
        return;
      }
      kinds.putIfAbsent(last.name(), LayerKind.ATTENTION);
    }
  }

  /** To groups before, and back and scaled behind. */
  private void reshaped(Node norm) {
    Node before = makers.get(norm.input(0));
    if (before != null && before.is("Reshape")) {
      kinds.putIfAbsent(before.name(), LayerKind.NORM);
    }
    Node last = norm;
    while (users.getOrDefault(last.output(), List.of()).size() == 1) {
      Node next = users.get(last.output()).get(0);
      boolean reshape = next.is("Reshape");
      if (!BEHIND_NORMS.contains(next.operator()) || !reshape && !weighted(next)) {
        return;
      }
      kinds.putIfAbsent(next.name(), LayerKind.NORM);
      last = next;
    }
  }

  private boolean weighted(Node node) {
    return node.inputs().stream().anyMatch(input -> graph.weights().containsKey(input));
  }
}
