package dev.kiln.host.graph.write;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.OperatorVersions;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.graph.shape.ElementTypes;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.Branch;
import dev.kiln.spi.graph.ChunkBody;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.KernelTransform;
import dev.kiln.spi.graph.LoopBody;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Appends nodes to a graph, or to the body of a loop in it, under unique names. */
public final class NodeWriter implements GraphEditor {
  /** Larger constants are kept beside the structure, which may not exceed 2 GB. */
  private static final int INLINE = 1 << 16;

  private final Graph root;
  private final Graph target;
  private final Names names;
  private final ElementTypes types;
  private final String path;

  private NodeWriter(Graph root, Graph target, Names names, ElementTypes types, String path) {
    this.root = root;
    this.target = target;
    this.names = names;
    this.types = types;
    this.path = path;
  }

  /** A writer at the end of a graph. */
  public static NodeWriter of(Graph graph) {
    return new NodeWriter(graph, graph, new Names(graph), ElementTypes.of(graph), "");
  }

  @Override
  public NodeWriter at(String part) {
    String below = part.isEmpty() || part.startsWith("/") ? part : "/" + part;
    return new NodeWriter(root, target, names, types, path + below);
  }

  /** A writer of a body inside the graph that it writes now. */
  NodeWriter inside(Graph body) {
    return new NodeWriter(root, body, names.inner(), types, path);
  }

  /** The module path below which it writes, {@code /down_blocks.0/attentions.0}. */
  public String path() {
    return path;
  }

  Graph target() {
    return target;
  }

  public ElementTypes types() {
    return types;
  }

  /** A name that nothing has, below the path. */
  public String unique(String part) {
    return names.unique(path + "/" + part);
  }

  /** Declare a value that no node makes: an input of the graph or body that it writes. */
  public Value define(GraphPort input) {
    target.inputs().add(input);
    names.define(List.of(input.name()));
    types.set(input.name(), input.type());
    return new Value(input.name());
  }

  /** A parameter of the network as a value. */
  public Value weight(Weight weight) {
    root.add(weight);
    types.set(weight.name(), weight.type());
    return new Value(weight.name());
  }

  @Override
  public List<Value> ops(String operator, int outputs, Attributes attributes, Value... inputs) {
    Map<String, Attribute> converted = new LinkedHashMap<>();
    attributes.values().forEach((key, value) -> converted.put(key, Attribute.of(value)));
    return append(operator, outputs, converted, inputs);
  }

  public List<Value> append(
      String operator, int outputs, Map<String, Attribute> attributes, Value... inputs) {
    int dot = operator.lastIndexOf('.');
    String domain = dot < 0 ? "" : operator.substring(0, dot);
    String name = unique(operator.substring(dot + 1));
    List<String> results = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      results.add(names.unique(name + "_output_" + i));
    }
    List<String> sources = Arrays.stream(inputs).map(this::known).toList();
    Node node = new Node(name, domain, operator.substring(dot + 1), sources, results);
    node.attributes().putAll(attributes);
    if (!domain.isEmpty()) {
      root.operatorSets().putIfAbsent(domain, 1L);
    }
    target.nodes().add(node);
    names.define(results);
    types.add(node);
    return results.stream().map(Value::new).toList();
  }

  /** Pass a value on under the name of a declared output of the graph. */
  public void output(String name, Value value) {
    root.nodes()
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
    String name = input.name();
    boolean known =
        name.isEmpty()
            || names.defined(name)
            || root.weights().containsKey(name)
            || root.inputs().stream().anyMatch(port -> port.name().equals(name));
    if (!known) {
      throw new IllegalArgumentException(
          "at " + path + ": no node, weight or input before this one gives '" + name + "'");
    }
    return name;
  }

  @Override
  public Value constant(Tensor values) {
    long[] shape = Arrays.stream(values.shape()).asLongStream().toArray();
    if (values.size() <= INLINE) {
      return weight(Weight.floats(unique("constant"), shape, values.data()));
    }
    var bytes = WeightValues.direct(ElementType.FLOAT, values.data());
    return weight(
        new Weight(unique("constant"), ElementType.FLOAT, shape, new Weight.InMemory(bytes)));
  }

  @Override
  public Value bytes(byte[] values, boolean signed, long... shape) {
    ElementType type = signed ? ElementType.INT8 : ElementType.UINT8;
    Weight.Data data =
        values.length <= INLINE
            ? new Weight.Inline(values.clone())
            : new Weight.InMemory(ByteBuffer.allocateDirect(values.length).put(values).flip());
    return weight(new Weight(unique("bytes"), type, shape, data));
  }

  @Override
  public Value transformed(Value weights, String form, int planes, KernelTransform transform) {
    String name = weights.name() + "/" + form;
    return weight(new TransformedWeights(root).of(weights.name(), name, planes, transform));
  }

  @Override
  public Value constant(float value) {
    return weight(Weight.floats(unique("constant"), new long[0], value));
  }

  @Override
  public Value constant(float value, Value like) {
    return weight(Weight.scalar(unique("constant"), types.of(like.name()), value));
  }

  @Override
  public Value list(long... values) {
    long[] shape = {values.length};
    return weight(Weight.longs(unique("list"), shape, values));
  }

  @Override
  public Value whole(long value) {
    return weight(Weight.longs(unique("whole"), new long[0], value));
  }

  @Override
  public Value floats(Value x) {
    return cast(x, ElementType.FLOAT);
  }

  @Override
  public Value like(Value x, Value other) {
    return cast(x, types.of(other.name()));
  }

  private Value cast(Value x, ElementType type) {
    return types.of(x.name()) == type ? x : op("Cast", Attributes.of("to", type.code()), x);
  }

  @Override
  public int operatorSet() {
    return Math.toIntExact(root.operatorSets().getOrDefault("", 1L));
  }

  @Override
  public boolean raise(int version) {
    return OperatorVersions.raise(root, version);
  }

  @Override
  public List<Value> loop(Value times, List<Value> first, LoopBody body) {
    return new BodyWriter(this).loop(times, first, body);
  }

  @Override
  public Value choose(Value condition, Branch then, Branch otherwise) {
    return new BodyWriter(this).choose(condition, then, otherwise);
  }

  @Override
  public Value chunks(Value x, long axis, Value size, ChunkBody body) {
    return new BodyWriter(this).chunks(x, axis, size, body);
  }
}
