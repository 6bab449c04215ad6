package dev.kiln.spi.testkit;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.edit.ForeignExport;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.graph.recipe.AttentionCandidate;
import dev.kiln.host.graph.recipe.AttentionReport;
import dev.kiln.host.graph.recipe.ConvolutionPlan;
import dev.kiln.host.graph.recipe.ConvolutionReport;
import dev.kiln.host.graph.recipe.GraphPart;
import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.graph.recipe.Variant;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.index.Offers;
import dev.kiln.spi.testkit.GraphRunner.Input;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * A UNet as its exporter wrote it, and what it computes with extensions that change its graph as
 * the host lets them.
 */
public final class TestingUnet {
  /** One network in the forms that exporters write, in float32. */
  public static final List<String> EXPORTERS =
      List.of("unet-eager-14", "unet-sdpa-17", "unet-dynamo-20", "unet-dynamo-23");

  private final Supplier<Graph> file;
  private final RecipeReport report;
  private final Graph graph;

  private TestingUnet(Supplier<Graph> file, RecipeReport report, Graph graph) {
    this.file = file;
    this.report = report;
    this.graph = graph;
  }

  /** The default model's. */
  public static TestingUnet standard() {
    return of(DefaultModel.models().resolve("default/unet/model.onnx"));
  }

  /** One of {@link #EXPORTERS}, of a few kilobytes. */
  public static TestingUnet exported(String name) {
    try (InputStream in = TestingUnet.class.getResourceAsStream("/networks/" + name + ".onnx")) {
      Path file = Files.createTempFile(name, ".onnx");
      file.toFile().deleteOnExit();
      Files.write(file, in.readAllBytes());
      return of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of a file. */
  public static TestingUnet of(Path file) {
    return of(
        () -> {
          Graph graph = OnnxReader.read(file);
          ForeignExport.mend(graph);
          return graph;
        });
  }

  /** The network of a fixture, to be changed in the same way. */
  public static TestingUnet of(Supplier<Graph> file) {
    return new TestingUnet(file, RecipeReport.UNTOUCHED, file.get());
  }

  /** The network with its attention computed by an optimizer, in a graph for a shape. */
  public TestingUnet with(AttentionOptimizer optimizer, FakeNetwork network) {
    return with(List.of(), List.of(candidate(optimizer, network)), network);
  }

  /** The network as a patcher changes it, if it does. */
  public TestingUnet with(GraphPatcher patcher, FakeNetwork network) {
    return with(patches(patcher, network), List.of(), network);
  }

  /** The variant of a name that a patcher makes of the network. */
  public TestingUnet variant(GraphPatcher patcher, String name, FakeNetwork network) {
    NetworkShape shape = network.shape().orElseThrow();
    List<GraphPart<GraphPatch>> patches = patches(patcher, network);
    GraphRecipe whole = new GraphRecipe(network.kind(), patches, List.of(), "", shape);
    return with(whole.variant(new Variant("tested", name)));
  }

  /** The network with each convolution computed by an optimizer, if it supports it. */
  public TestingUnet with(ConvolutionOptimizer optimizer, FakeNetwork network) {
    return with(List.of(), optimizer, network);
  }

  /** The network as a patcher changes it, and its convolutions then computed by an optimizer. */
  public TestingUnet with(
      GraphPatcher patcher, ConvolutionOptimizer optimizer, FakeNetwork network) {
    return with(patches(patcher, network), optimizer, network);
  }

  private TestingUnet with(
      List<GraphPart<GraphPatch>> patches, ConvolutionOptimizer optimizer, FakeNetwork network) {
    TestingUnet patched = with(patches, List.of(), network);
    ConvolutionPlan plan = EveryConvolution.plan(optimizer, patched.graph, network);
    NetworkShape shape = network.shape().orElseThrow();
    return with(new GraphRecipe(network.kind(), patches, List.of(), "", plan, shape));
  }

  private TestingUnet with(GraphRecipe recipe) {
    TestingUnet fresh = of(file);
    return new TestingUnet(file, recipe.apply(fresh.graph), fresh.graph);
  }

  /** The network as a patcher changes it, and its attention then computed by an optimizer. */
  public TestingUnet with(GraphPatcher patcher, AttentionOptimizer optimizer, FakeNetwork network) {
    return with(patches(patcher, network), List.of(candidate(optimizer, network)), network);
  }

  private static List<GraphPart<GraphPatch>> patches(GraphPatcher patcher, FakeNetwork network) {
    return patcher.open(network).map(patch -> part(patch, network)).stream().toList();
  }

  private TestingUnet with(
      List<GraphPart<GraphPatch>> patches,
      List<AttentionCandidate> optimizers,
      FakeNetwork network) {
    NetworkShape shape = network.shape().orElseThrow();
    return with(new GraphRecipe(network.kind(), patches, optimizers, "", shape));
  }

  static AttentionCandidate candidate(AttentionOptimizer optimizer, FakeNetwork network) {
    Offers offers = optimizer.getClass().getAnnotation(Offers.class);
    String name = offers == null ? "tested" : offers.value()[0];
    return new AttentionCandidate(name, 0, part(optimizer, network));
  }

  static <T> GraphPart<T> part(T hook, FakeNetwork network) {
    return new GraphPart<>("tested", "jar", network.records().toString(), hook, network);
  }

  /** Who computes which attention. */
  public AttentionReport report() {
    return report.attention();
  }

  /** Who computes which convolution. */
  public ConvolutionReport convolutions() {
    return report.convolutions();
  }

  /** What the patches have to say. */
  public List<String> warnings() {
    return report.warnings();
  }

  /** How many nodes of an operator there are, those inside of loops not counted. */
  public long count(String operator) {
    return graph.nodes().stream().filter(node -> node.is(operator)).count();
  }

  public Graph graph() {
    return graph;
  }

  /** A session of it. */
  public GraphRunner open() {
    return GraphRunner.open(graph);
  }

  /** What it makes of random latents and a random text. */
  public float[] run(NetworkShape shape) {
    return run(List.of(shape)).get(0);
  }

  /** The same for several shapes, in one session. */
  public List<float[]> run(List<NetworkShape> shapes) {
    try (GraphRunner run = open()) {
      return shapes.stream().map(shape -> run(run, shape)).toList();
    }
  }

  private float[] run(GraphRunner run, NetworkShape shape) {
    Map<String, Input> inputs = inputs(shape);
    return run.run(inputs, graph.outputs().get(0).name(), inputs.get("sample").shape());
  }

  /** Random latents and a random text, always the same; ones in what a patch declared. */
  public Map<String, Input> inputs(NetworkShape shape) {
    int rows = shape.rows();
    long channels = size("sample", 1);
    Map<String, Input> inputs = new LinkedHashMap<>();
    inputs.put(
        "sample", GraphRunner.normal(1, rows, channels, shape.latentHeight(), shape.latentWidth()));
    inputs.put(
        "encoder_hidden_states",
        GraphRunner.normal(2, rows, shape.conditionTokens(), size("encoder_hidden_states", 2)));
    long[] steps = graph.inputs().get(1).shape().isEmpty() ? new long[0] : new long[] {rows};
    float[] time = new float[steps.length == 0 ? 1 : rows];
    Arrays.fill(time, 431);
    inputs.put("timestep", new Input(time, steps));
    graph.inputs().forEach(port -> inputs.computeIfAbsent(port.name(), name -> ones(port)));
    return inputs;
  }

  private static Input ones(GraphPort port) {
    long[] shape = port.shape().stream().mapToLong(it -> Math.max(1, it.size())).toArray();
    float[] values = new float[Math.toIntExact(LongStream.of(shape).reduce(1, (a, b) -> a * b))];
    Arrays.fill(values, 1);
    return new Input(values, shape);
  }

  private long size(String input, int axis) {
    return graph.inputs().stream()
        .filter(port -> port.name().equals(input))
        .mapToLong(port -> port.shape().get(axis).size())
        .findFirst()
        .orElseThrow();
  }
}
