package dev.kiln.spi.testkit;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.testkit.GraphRunner.Input;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network of one attention, as exporters write it, of any size: projections of its input to
 * queries, keys and values, the attention, and a projection of the input beside it that nothing may
 * touch. {@code attention} and {@code beside} are its outputs.
 *
 * @param tokens of the queries
 * @param keys of the text; 0 for self attention
 * @param width channels of all heads
 * @param biased whether a bias by head, query and key is added to the scores
 * @param free whether the file leaves the numbers of tokens open
 * @param operatorSet of the file
 */
public record AttentionFixture(
    int tokens, int keys, int width, int heads, boolean biased, boolean free, long operatorSet) {
  /** An attention of tokens to themselves. */
  public static AttentionFixture self(int tokens, int width, int heads) {
    return new AttentionFixture(tokens, 0, width, heads, false, false, 17);
  }

  /** An attention of tokens to those of a text. */
  public static AttentionFixture cross(int tokens, int keys, int width, int heads) {
    return new AttentionFixture(tokens, keys, width, heads, false, false, 17);
  }

  public AttentionFixture withBias() {
    return new AttentionFixture(tokens, keys, width, heads, true, free, operatorSet);
  }

  /** The same in a file that is for any number of tokens. */
  public AttentionFixture openSizes() {
    return new AttentionFixture(tokens, keys, width, heads, biased, true, operatorSet);
  }

  public AttentionFixture operators(long version) {
    return new AttentionFixture(tokens, keys, width, heads, biased, free, version);
  }

  /** Tokens that are attended to. */
  public int length() {
    return keys == 0 ? tokens : keys;
  }

  /** The network as its exporter left it. */
  public Graph graph() {
    Graph graph = new Graph("attention");
    graph.operatorSets().put("", operatorSet);
    Value x = input(graph, "x", tokens);
    Value context = keys == 0 ? x : input(graph, "context", keys);
    NodeWriter root = NodeWriter.of(graph);
    GraphEditor editor = root.at("/block/attn");
    Value q = heads(editor, project(root, x, "to_q"), 0, 2, 1, 3);
    Value k = heads(editor, project(root, context, "to_k"), 0, 2, 3, 1);
    Value v = heads(editor, project(root, context, "to_v"), 0, 2, 1, 3);
    Value scores = editor.matmul(editor.mul(q, scale()), k);
    if (biased) {
      scores = editor.add(scores, biasInput(graph));
    }
    Value mixed = editor.transpose(editor.matmul(editor.softmax(scores), v), 0, 2, 1, 3);
    give(graph, root, "attention", editor.reshape(mixed, 0, 0, width));
    give(graph, root, "beside", project(root, x, "beside"));
    return graph;
  }

  private float scale() {
    return (float) (1 / Math.sqrt((double) width / heads));
  }

  private Value heads(GraphEditor editor, Value x, long... order) {
    return editor.transpose(editor.reshape(x, 0, 0, heads, width / heads), order);
  }

  private Value input(Graph graph, String name, int count) {
    Dimension length = free ? Dimension.free(name + "_tokens") : Dimension.of(count);
    graph
        .inputs()
        .add(
            new GraphPort(
                name,
                ElementType.FLOAT,
                List.of(Dimension.free("batch"), length, Dimension.of(width))));
    return new Value(name);
  }

  private Value biasInput(Graph graph) {
    Dimension rows = free ? Dimension.free("rows") : Dimension.of(tokens);
    Dimension columns = free ? Dimension.free("columns") : Dimension.of(length());
    graph
        .inputs()
        .add(
            new GraphPort(
                "bias",
                ElementType.FLOAT,
                List.of(Dimension.of(1), Dimension.of(heads), rows, columns)));
    return new Value("bias");
  }

  private Value project(NodeWriter root, Value x, String name) {
    NodeWriter module = root.at("/block/attn/" + name);
    long[] shape = {width, width};
    Value weight = module.weight(Weight.floats("attn." + name, shape, weights(name)));
    return module.matmul(x, weight);
  }

  private float[] weights(String name) {
    float[] values = GraphRunner.normal(name.hashCode(), width, width).values();
    for (int i = 0; i < values.length; i++) {
      values[i] /= (float) Math.sqrt(width);
    }
    return values;
  }

  private static void give(Graph graph, NodeWriter root, String name, Value value) {
    root.output(name, value);
    List<Dimension> shape = List.of(Dimension.free(""), Dimension.free(""), Dimension.free(""));
    graph.outputs().add(new GraphPort(name, ElementType.FLOAT, shape));
  }

  /** Inputs for so many rows, always the same. */
  public Map<String, Input> inputs(int rows) {
    Map<String, Input> inputs = new LinkedHashMap<>();
    inputs.put("x", GraphRunner.normal(1, rows, tokens, width));
    if (keys > 0) {
      inputs.put("context", GraphRunner.normal(2, rows, keys, width));
    }
    if (biased) {
      inputs.put("bias", GraphRunner.normal(3, 1, heads, tokens, length()));
    }
    return inputs;
  }

  /** The shapes of the outputs for so many rows. */
  public Map<String, long[]> outputs(int rows) {
    long[] shape = {rows, tokens, width};
    return Map.of("attention", shape, "beside", shape);
  }

  /** What a graph of this network gives out. */
  public float[] run(Graph graph, String output, int rows) {
    try (GraphRunner run = GraphRunner.open(graph)) {
      return run.run(inputs(rows), output, rows, tokens, width);
    }
  }

  /** What {@code attention} is, in plain Java and double precision. */
  public float[] reference(int rows) {
    return new AttentionReference(this, inputs(rows), this::weights).attention(rows);
  }
}
