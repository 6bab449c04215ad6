package dev.kiln.host.graph;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Appends nodes to a graph under unique names. */
public final class NodeWriter implements GraphEditor {
  private static final String DOMAIN = "com.microsoft";

  private final Graph graph;
  private final Names names;
  private final String path;

  private NodeWriter(Graph graph, Names names, String path) {
    this.graph = graph;
    this.names = names;
    this.path = path;
  }

  /** A writer at the end of a graph. */
  public static NodeWriter of(Graph graph) {
    return new NodeWriter(graph, new Names(graph), "");
  }

  @Override
  public NodeWriter at(String part) {
    return new NodeWriter(graph, names, path + "/" + part);
  }

  /** The module path below which it writes, {@code /down_blocks.0/attentions.0}. */
  public String path() {
    return path;
  }

  /** A parameter of the network as a value. */
  public Value weight(Weight weight) {
    graph.add(weight);
    return new Value(weight.name());
  }

  @Override
  public List<Value> ops(String operator, int outputs, Attributes attributes, Value... inputs) {
    String name = names.unique(path + "/" + operator.substring(operator.lastIndexOf('.') + 1));
    boolean own = operator.startsWith(DOMAIN + ".");
    List<String> results = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      results.add(names.unique(name + "_output_" + i));
    }
    Node node =
        new Node(
            name,
            own ? DOMAIN : "",
            own ? operator.substring(DOMAIN.length() + 1) : operator,
            Arrays.stream(inputs).map(this::known).toList(),
            results);
    for (Map.Entry<String, Object> attribute : attributes.values().entrySet()) {
      node.attributes().put(attribute.getKey(), Attribute.of(attribute.getValue()));
    }
    if (own) {
      graph.operatorSets().putIfAbsent(DOMAIN, 1L);
    }
    graph.nodes().add(node);
    names.define(results);
    return results.stream().map(Value::new).toList();
  }

  /** Pass a value on under the name of a declared output of the graph. */
  public void output(String name, Value value) {
    graph
        .nodes()
        .add(
            new Node(
                names.unique("/" + name + "/Identity"),
                "",
                "Identity",
                List.of(known(value)),
                List.of(name)));
    names.define(List.of(name));
  }

  private String known(Value input) {
    if (!input.equals(Value.NONE) && !names.defined(input.name())) {
      throw new IllegalArgumentException(
          "at " + path + ": no node, weight or input before this one gives '" + input.name() + "'");
    }
    return input.name();
  }

  @Override
  public Value constant(Tensor values) {
    long[] shape = Arrays.stream(values.shape()).asLongStream().toArray();
    return constant(Weight.floats(names.unique(path + "/constant"), shape, values.data()));
  }

  @Override
  public Value constant(float value) {
    return constant(Weight.floats(names.unique(path + "/constant"), new long[0], value));
  }

  @Override
  public Value list(long... values) {
    long[] shape = {values.length};
    return constant(Weight.longs(names.unique(path + "/list"), shape, values));
  }

  @Override
  public Value whole(long value) {
    return constant(Weight.longs(names.unique(path + "/whole"), new long[0], value));
  }

  private Value constant(Weight weight) {
    names.define(List.of(weight.name()));
    return weight(weight);
  }
}
