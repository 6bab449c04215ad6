package dev.kiln.host.graph.edit;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.host.graph.NodeOrder;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The inputs of a graph, those that patches add among them. */
final class InputEdit {
  private final Graph graph;
  private final NodeWriter writer;
  private final Set<String> declared = new HashSet<>();

  InputEdit(Graph graph, NodeWriter writer) {
    this.graph = graph;
    this.writer = writer;
  }

  private List<String> names() {
    return graph.inputs().stream().map(GraphPort::name).toList();
  }

  List<Value> all() {
    return names().stream().map(Value::new).toList();
  }

  Value named(String name) {
    if (!names().contains(name)) {
      throw new IllegalArgumentException(
          "the network has no input '%s', only %s".formatted(name, names()));
    }
    return new Value(name);
  }

  Value declare(String name, String... dims) {
    if (names().contains(name)) {
      throw new IllegalArgumentException("the network has an input '" + name + "' already");
    }
    declared.add(name);
    List<Dimension> shape = Arrays.stream(dims).map(Dimension::of).toList();
    return writer.define(new GraphPort(name, ElementType.FLOAT, shape));
  }

  /** Leave out what was declared and is read by nothing that is left: nobody need feed it. */
  void prune(Set<String> outputs) {
    Set<String> read = new HashSet<>(outputs);
    graph.nodes().forEach(node -> read.addAll(NodeOrder.reads(node)));
    graph.inputs().removeIf(it -> declared.contains(it.name()) && !read.contains(it.name()));
  }
}
