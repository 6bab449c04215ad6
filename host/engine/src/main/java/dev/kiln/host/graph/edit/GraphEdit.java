package dev.kiln.host.graph.edit;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.NodeOrder;
import dev.kiln.host.graph.find.ActivationFinder;
import dev.kiln.host.graph.find.AttentionFinder;
import dev.kiln.host.graph.find.ConvolutionFinder;
import dev.kiln.host.graph.find.FeedForwardFinder;
import dev.kiln.host.graph.find.FoundAttention;
import dev.kiln.host.graph.find.GraphIndex;
import dev.kiln.host.graph.find.GroupNormFinder;
import dev.kiln.host.graph.find.Levels;
import dev.kiln.host.graph.find.LinearFinder;
import dev.kiln.host.graph.find.NormFinder;
import dev.kiln.host.graph.find.OperatorView;
import dev.kiln.host.graph.find.SkipFinder;
import dev.kiln.host.graph.find.VectorFinder;
import dev.kiln.host.graph.write.Finishing;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.ActivationLayer;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.FeedForward;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.GroupNorm;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.NormLayer;
import dev.kiln.spi.graph.Operator;
import dev.kiln.spi.graph.Parameter;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.WeightEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A graph while it is edited. It changes the graph it is given, which is whole again after {@link
 * #finish}. For one thread.
 */
public final class GraphEdit implements NetworkGraph {
  private final Graph graph;
  private final NetworkKind kind;
  private final Optional<NetworkShape> shape;
  private final NodeWriter writer;
  private final InputEdit inputs;

  /** Which value each of the network's outputs gives out. */
  private final Map<String, String> outputs = new LinkedHashMap<>();

  private final List<String> warnings = new ArrayList<>();
  private String variant = "";
  private @Nullable GraphIndex index;
  private int indexedNodes;

  /**
   * Begin to edit.
   *
   * @param shape what the graph is made for; empty where it is to serve every shape
   */
  public GraphEdit(Graph graph, NetworkKind kind, Optional<NetworkShape> shape) {
    this.graph = graph;
    this.kind = kind;
    this.shape = shape;
    this.writer = NodeWriter.of(graph);
    this.inputs = new InputEdit(graph, writer);
    graph.outputs().forEach(port -> outputs.put(port.name(), port.name()));
  }

  @Override
  public String variant() {
    return variant;
  }

  /** Apply a patch that makes a variant. */
  public void make(String variant, GraphPatch patch) {
    this.variant = variant;
    try {
      patch.apply(this);
    } finally {
      this.variant = "";
    }
  }

  @Override
  public GraphEditor editor() {
    return writer;
  }

  @Override
  public List<AttentionSite> attention() {
    return List.copyOf(new AttentionFinder(index(), writer, kind, shape).find());
  }

  @Override
  public Value attend(AttentionSite site, Value query, KeyValue kv, Value bias) {
    return MultiHeadAttention.write(writer.at(site.path()), site, query, kv, bias);
  }

  @Override
  public void replace(AttentionSite site, Value replacement) {
    replace(((FoundAttention) site).output(), replacement);
  }

  @Override
  public List<ConvolutionSite> convolutions() {
    return new ConvolutionFinder(index(), writer.types(), kind, shape).find();
  }

  @Override
  public List<LinearLayer> linears() {
    return new LinearFinder(index()).find();
  }

  @Override
  public List<Parameter> parameters() {
    return new VectorFinder(index()).find();
  }

  @Override
  public List<SkipConnection> skips() {
    return kind == NetworkKind.UNET ? new SkipFinder(index()).find() : List.of();
  }

  @Override
  public List<FeedForward> feedForwards() {
    return new FeedForwardFinder(index()).find();
  }

  @Override
  public List<NormLayer> norms() {
    return new NormFinder(index()).find();
  }

  @Override
  public List<GroupNorm> groupNorms() {
    return new GroupNormFinder(index()).find();
  }

  @Override
  public List<Value> inputs() {
    return inputs.all();
  }

  @Override
  public Optional<Operator> operator(Value value) {
    return index().maker(value.name()).flatMap(OperatorView::of);
  }

  @Override
  public List<ActivationLayer> activations() {
    return new ActivationFinder(index()).find();
  }

  @Override
  public Value weights(LinearLayer layer) {
    return new ParameterEdit(index(), writer).weights(layer);
  }

  @Override
  public Value product(LinearLayer layer, Value weights) {
    return new ParameterEdit(index(), writer).product(layer, weights);
  }

  @Override
  public void replace(Value old, Value replacement) {
    Value same = writer.like(replacement, old);
    Set<Node> sources = Set.copyOf(NodeOrder.needed(graph.nodes(), List.of(same.name())));
    replace(old, same, node -> !sources.contains(node));
  }

  /** The same for many values; what replaces one of them is computed from none of them. */
  public void replaceAll(Map<Value, Value> replacements) {
    replacements.forEach((old, same) -> replace(old, same, node -> true));
  }

  private void replace(Value old, Value same, Predicate<Node> reads) {
    graph.nodes().stream().filter(reads).forEach(node -> Rewiring.apply(node, old, same));
    index = null;
    outputs.replaceAll((name, value) -> value.equals(old.name()) ? same.name() : value);
  }

  @Override
  public void replaceIn(Value reader, Value old, Value replacement) {
    Value same = writer.like(replacement, old);
    index = null;
    graph.nodes().stream()
        .filter(node -> node.outputs().contains(reader.name()))
        .forEach(node -> Rewiring.apply(node, old, same));
  }

  @Override
  public Value input(String name, String... dims) {
    index = null;
    return inputs.declare(name, dims);
  }

  @Override
  public Value input(String name) {
    return inputs.named(name);
  }

  @Override
  public List<Long> knownShape(Value value) {
    return index().shapes().known(value.name());
  }

  @Override
  public OptionalInt level(Value value) {
    return new Levels(index(), kind, shape).of(value.name());
  }

  @Override
  public void output(String name, Value value) {
    if (outputs.containsKey(name)) {
      throw new IllegalArgumentException("the network has an output '" + name + "' already");
    }
    Value floats = writer.floats(value);
    graph.outputs().add(GraphPort.unshaped(name, ElementType.FLOAT));
    outputs.put(name, floats.name());
    index = null;
  }

  @Override
  public float[] read(LinearLayer layer) {
    return new ParameterEdit(index(), writer).read(layer);
  }

  @Override
  public void write(LinearLayer layer, float[] weights) {
    new ParameterEdit(index(), writer).write(layer, weights);
  }

  @Override
  public void rewrite(List<LinearLayer> layers, WeightEdit edit) {
    new ParameterEdit(index(), writer).rewrite(layers, edit);
  }

  @Override
  public float[] read(Parameter parameter) {
    return new ParameterEdit(index(), writer).read(parameter);
  }

  @Override
  public void write(Parameter parameter, float[] values) {
    new ParameterEdit(index(), writer).write(parameter, values);
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
  }

  /** What patches had to say so far. */
  public List<String> warnings() {
    return warnings;
  }

  /** Made anew after each edit: patches of many weights ask for it as often. */
  public GraphIndex index() {
    GraphIndex known = index;
    if (known == null || indexedNodes != graph.nodes().size()) {
      known = GraphIndex.of(graph, List.copyOf(outputs.values()));
      index = known;
      indexedNodes = graph.nodes().size();
    }
    return known;
  }

  public NodeWriter writer() {
    return writer;
  }

  /** Pins what the attentions read and give that were found up to now. */
  public PinnedWidths widths() {
    return new PinnedWidths(graph, index(), writer);
  }

  /** End the edit: what nothing needs is left out, and the rest stands in order again. */
  public Graph finish() {
    new Finishing(graph, writer).finish(outputs);
    inputs.prune(outputs.keySet());
    return graph;
  }
}
