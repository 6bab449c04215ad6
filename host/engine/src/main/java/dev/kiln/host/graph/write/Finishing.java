package dev.kiln.host.graph.write;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.NodeOrder;
import dev.kiln.host.graph.Weight;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prepares an edited graph for writing to a file. */
public final class Finishing {
  private final Graph graph;
  private final NodeWriter writer;

  public Finishing(Graph graph, NodeWriter writer) {
    this.graph = graph;
    this.writer = writer;
  }

  /**
   * Finish.
   *
   * @param outputs which value each output gives out
   */
  public void finish(Map<String, String> outputs) {
    outputs.forEach(
        (name, value) -> {
          if (!name.equals(value)) {
            give(name, value, outputs);
          }
        });
    List<Node> needed = NodeOrder.needed(graph.nodes(), outputs.keySet());
    graph.nodes().clear();
    graph.nodes().addAll(needed);
    Set<String> read = new HashSet<>(outputs.keySet());
    needed.forEach(node -> read.addAll(NodeOrder.reads(node)));
    graph.weights().keySet().retainAll(read);
    needed.forEach(this::copyShared);
  }

  /** The runtime reads what products take where it is; what others take it looks at beforehand. */
  private void copyShared(Node node) {
    for (String read : NodeOrder.reads(node)) {
      Weight weight = graph.weights().get(read);
      boolean shared =
          weight != null && weight.data() instanceof Weight.Live live && !live.changes();
      if (shared && !(node.is("MatMul") && node.domain().isEmpty())) {
        graph.add(weight.copied());
      }
    }
  }

  /** An output keeps its name: what had it before gets another. */
  private void give(String name, String value, Map<String, String> outputs) {
    String other = writer.unique("replaced");
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      rename(node, name, other);
      if (node.outputs().contains(name)) {
        graph.nodes().set(i, node.giving(name, other));
      }
    }
    outputs.replaceAll((output, source) -> source.equals(name) ? other : source);
    String source = value.equals(name) ? other : value;
    Node identity = new Node(name, "", "Identity", List.of(source), List.of(name));
    graph.nodes().add(identity);
  }

  private static void rename(Node node, String name, String other) {
    node.inputs().replaceAll(input -> input.equals(name) ? other : input);
    for (Graph body : node.bodies()) {
      body.nodes().forEach(inner -> rename(inner, name, other));
    }
  }
}
