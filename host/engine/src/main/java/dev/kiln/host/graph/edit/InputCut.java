package dev.kiln.host.graph.edit;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.NodeOrder;
import dev.kiln.host.graph.find.GraphIndex;
import dev.kiln.host.graph.shape.ElementTypes;
import dev.kiln.spi.graph.NetworkKind;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Splits a graph in two: what depends on one input alone, and the rest. If that input stays the
 * same for many runs, as a ControlNet's picture does, the first part is run once.
 *
 * @param first computes what the rest reads instead of the input
 * @param value the name of its output
 */
public record InputCut(Graph first, String value) {
  /**
   * Cut a graph, which becomes the rest; one that needs more than one value of the first part stays
   * whole.
   */
  public static Optional<InputCut> of(Graph graph, String input) {
    Set<String> made = madeOf(graph, input);
    Set<String> crossing = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (!made.containsAll(node.outputs())) {
        NodeOrder.reads(node).stream().filter(made::contains).forEach(crossing::add);
      }
    }
    graph.outputs().stream().map(GraphPort::name).filter(made::contains).forEach(crossing::add);
    if (crossing.size() != 1 || crossing.contains(input)) {
      return Optional.empty();
    }
    String value = crossing.iterator().next();
    ElementTypes types = ElementTypes.of(graph);
    return types.of(value).whole()
        ? Optional.empty()
        : Optional.of(new InputCut(parted(graph, input, value, types.of(value)), value));
  }

  /** The values that depend on an input and on no other. */
  private static Set<String> madeOf(Graph graph, String input) {
    Set<String> fixed = new HashSet<>(graph.weights().keySet());
    Set<String> made = new HashSet<>(Set.of(input));
    for (Node node : graph.nodes()) {
      Set<String> reads = NodeOrder.reads(node);
      if (fixed.containsAll(reads)) {
        fixed.addAll(node.outputs());
      } else if (reads.stream().allMatch(it -> made.contains(it) || fixed.contains(it))) {
        made.addAll(node.outputs());
      }
    }
    return made;
  }

  private static Graph parted(Graph graph, String input, String value, ElementType type) {
    Graph first = new Graph(graph.name() + " of " + input);
    first.nodes().addAll(NodeOrder.needed(graph.nodes(), List.of(value)));
    first.weights().putAll(graph.weights());
    first.operatorSets().putAll(graph.operatorSets());
    GraphIndex index = GraphIndex.of(graph);
    for (GraphPort port : List.copyOf(graph.inputs())) {
      if (port.name().equals(input)) {
        first.inputs().add(port);
        graph.inputs().remove(port);
      }
    }
    first.outputs().add(GraphPort.unshaped(value, type));
    graph.inputs().add(new GraphPort(value, type, shape(index, value)));
    graph.nodes().removeIf(node -> node.outputs().contains(value));
    finish(first);
    finish(graph);
    return first;
  }

  private static List<GraphPort.Dimension> shape(GraphIndex index, String value) {
    int rank = Math.max(0, index.shapes().rank(value));
    return IntStream.range(0, rank)
        .mapToObj(axis -> GraphPort.Dimension.free("held_" + axis))
        .toList();
  }

  /** Leave out what a part does not need. */
  private static void finish(Graph part) {
    new GraphEdit(part, NetworkKind.CONTROLNET, Optional.empty()).finish();
  }
}
