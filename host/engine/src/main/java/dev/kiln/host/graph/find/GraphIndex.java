package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.NodeOrder;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.shape.StaticShapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers the finders' questions about a graph: which nodes make and read a value, and what is
 * known about its shape. It covers the graph as it was when the index was made, and only nodes that
 * the outputs need.
 */
public final class GraphIndex {
  /** Operators whose weights say how wide their results are. */
  public static final Set<String> LAYERS = Set.of("MatMul", "FusedMatMul", "Gemm");

  private final Graph graph;
  private final List<Node> nodes;
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final StaticShapes shapes;

  private GraphIndex(Graph graph, List<Node> nodes) {
    this.graph = graph;
    this.nodes = nodes;
    this.shapes = StaticShapes.of(graph, nodes);
    for (Node node : nodes) {
      node.outputs().forEach(output -> makers.put(output, node));
      for (String read : NodeOrder.reads(node)) {
        readers.computeIfAbsent(read, any -> new ArrayList<>()).add(node);
      }
    }
  }

  /**
   * @param outputs the values that the graph gives out
   */
  public static GraphIndex of(Graph graph, List<String> outputs) {
    return new GraphIndex(graph, NodeOrder.needed(graph.nodes(), outputs));
  }

  public static GraphIndex of(Graph graph) {
    return of(graph, graph.outputs().stream().map(GraphPort::name).toList());
  }

  /** In an order in which they can be computed. */
  List<Node> nodes() {
    return nodes;
  }

  Graph graph() {
    return graph;
  }

  public StaticShapes shapes() {
    return shapes;
  }

  public Optional<Node> maker(String value) {
    return Optional.ofNullable(makers.get(value));
  }

  /** The node that makes a value, if it is one of these operators. */
  public Optional<Node> maker(String value, String... operators) {
    return maker(value).filter(node -> List.of(operators).contains(node.operator()));
  }

  public List<Node> readers(String value) {
    return readers.getOrDefault(value, List.of());
  }

  /** Those that read its numbers; others ask for its shape alone. */
  public List<Node> dataReaders(String value) {
    return readers(value).stream().filter(node -> !node.is("Shape") && !node.is("Size")).toList();
  }

  Optional<Node> onlyReader(String value) {
    List<Node> found = dataReaders(value);
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** A parameter or constant of the graph, also behind {@code Identity} or in a constant's node. */
  public Optional<Weight> weight(String value) {
    Weight weight = graph.weights().get(value);
    if (weight != null) {
      return Optional.of(weight);
    }
    Node maker = makers.get(value);
    if (maker == null) {
      return Optional.empty();
    } else if (maker.is("Identity")) {
      return weight(maker.input(0));
    }
    return maker.attributes().get("value") instanceof Attribute.Constant constant
            && maker.is("Constant")
        ? Optional.of(constant.value().named(value))
        : Optional.empty();
  }

  /** The one number that a value always is, if it is a constant scalar. */
  Optional<Double> number(String value) {
    return shapes.number(value);
  }

  /** The size of a value's last axis, also where only the layer that made it says so; or -1. */
  public long width(String value) {
    long known = shapes.dim(value, -1);
    Node maker = makers.get(value);
    if (known > 0 || maker == null) {
      return known;
    } else if (OperatorKinds.PASSING.contains(maker.operator())) {
      return width(maker.input(0));
    }
    boolean layer = LAYERS.contains(maker.operator()) || maker.is("Add");
    for (int i = 1; layer && i >= 0; i--) {
      long[] shape =
          ParameterChain.of(this, maker.input(i)).map(ParameterChain::shape).orElse(null);
      if (shape != null && shape.length > 0) {
        boolean turned = shape.length == 2 && maker.whole("transB", 0) != 0;
        return shape[turned ? 0 : shape.length - 1];
      }
    }
    return -1;
  }

  /** The size of a value's last axis as a layer says that reads it; -1 where none does. */
  long widthRead(String value) {
    for (Node reader : dataReaders(value)) {
      if (OperatorKinds.PASSING.contains(reader.operator())) {
        return widthRead(reader.output());
      } else if (LAYERS.contains(reader.operator()) && reader.input(0).equals(value)) {
        long[] shape =
            ParameterChain.of(this, reader.input(1)).map(ParameterChain::shape).orElse(new long[0]);
        if (shape.length == 2) {
          return shape[reader.whole("transB", 0) == 0 ? 0 : 1];
        }
      }
    }
    return -1;
  }
}
