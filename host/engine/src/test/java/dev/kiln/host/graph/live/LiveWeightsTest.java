package dev.kiln.host.graph.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Networks;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionWishes;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkWeights;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveWeightsTest {
  private static final OrtRuntime RUNTIME = OrtRuntime.open();
  private static final long[] LATENTS = {2, 4, 16, 16};

  /** A session of a UNet that is run several times on the same inputs. */
  private static final class Session implements AutoCloseable {
    private final InferenceSession network;
    private final RunControl control = new RunControl(RUNTIME);
    private final Binding binding;

    Session(Graph graph) {
      this(graph, new SessionWishes());
    }

    Session(Graph graph, SessionWishes wishes) {
      network = InferenceSession.open(RUNTIME, Path.of("unet"), graph, wishes);
      long context =
          graph.inputs().stream()
              .filter(port -> port.name().equals("encoder_hidden_states"))
              .mapToLong(port -> port.shape().get(2).size())
              .findFirst()
              .orElseThrow();
      boolean one = graph.inputs().get(1).shape().isEmpty();
      binding =
          network.bind(
              Map.of(
                  "sample",
                  LATENTS,
                  "timestep",
                  one ? new long[0] : new long[] {2},
                  "encoder_hidden_states",
                  new long[] {2, 77, context}),
              Map.of("out_sample", LATENTS));
      float[] sample = Networks.normal(new Random(1), 2 * 4 * 16 * 16);
      float[] states = Networks.normal(new Random(2), 2 * 77 * context);
      binding.write("sample", 0, sample, 0, sample.length);
      binding.write("encoder_hidden_states", 0, states, 0, states.length);
      for (int i = 0; i < (one ? 1 : 2); i++) {
        binding.writeNumber("timestep", i, 431);
      }
    }

    float[] run() {
      float[] result = new float[2 * 4 * 16 * 16];
      binding.run(control);
      binding.read("out_sample", 0, result, 0, result.length);
      return result;
    }

    @Override
    public void close() {
      binding.close();
      control.close();
      network.close();
    }
  }

  /** All layers that are no real convolutions times a number. */
  private static void scale(NetworkWeights weights, double factor) {
    List<LinearLayer> layers = layers(weights, "");
    weights.rewrite(
        layers,
        (layer, first, rows) -> {
          for (int i = 0; i < rows.length; i++) {
            rows[i] *= (float) factor;
          }
        });
  }

  private static List<LinearLayer> layers(NetworkWeights weights, String path) {
    return weights.linears().stream()
        .filter(layer -> layer.shape().size() == 2 || layer.pointwise())
        .filter(layer -> layer.path().endsWith(path))
        .toList();
  }

  private static Graph graph(String name) {
    return OnnxReader.read(
        name.equals("default") ? Networks.model("unet") : Networks.fixture(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"default", "unet-eager-14.onnx", "unet-sdpa-17.onnx", "unet-dynamo-20.onnx"})
  void aSessionFollowsItsWeightsAndComesBackToTheLastBit(String name) {
    Graph graph = graph(name);
    LiveWeights live = LiveWeights.of(graph, NetworkKind.UNET);
    live.settle(graph, NetworkKind.UNET);
    assertThat(live.size()).isEqualTo(layers(live, "").size());
    try (Session session = new Session(graph)) {
      float[] own = session.run();
      assertThat(Networks.difference(own, merged(name, 1))).isLessThan(1e-5);
      live.change("more", weights -> scale(weights, 1.05));
      float[] more = session.run();
      assertThat(Networks.difference(more, merged(name, 1.05))).isLessThan(1e-5);
      assertThat(Networks.difference(more, own)).isGreaterThan(1e-3);
      assertThat(more).as("as if made with those weights").isEqualTo(fresh(name, 1.05, true));
      assertThat(more).as("or merged before").isEqualTo(fresh(name, 1.05, false));
      live.change(
          "one", weights -> weights.write(layers(weights, "attn1/to_q").get(0), zeros(weights)));
      assertThat(session.run()).isNotEqualTo(more).isNotEqualTo(own);
      live.change("", weights -> {});
      assertThat(session.run()).isEqualTo(own);
    }
  }

  private static float[] zeros(NetworkWeights weights) {
    return new float[weights.read(layers(weights, "attn1/to_q").get(0)).length];
  }

  /** Weights written into the file's graph, which the runtime then packs as it likes. */
  private static float[] merged(String name, double factor) {
    GraphEdit edit = new GraphEdit(graph(name), NetworkKind.UNET, Optional.empty());
    scale(edit, factor);
    try (Session session = new Session(edit.finish())) {
      return session.run();
    }
  }

  /**
   * A session in the same form with these weights from the start.
   *
   * @param read at each run, or copied once
   */
  private static float[] fresh(String name, double factor, boolean read) {
    Graph graph = graph(name);
    LiveWeights live = LiveWeights.of(graph, NetworkKind.UNET);
    live.change("", weights -> scale(weights, factor));
    live.settle(graph, NetworkKind.UNET);
    if (!read) {
      for (Weight weight : List.copyOf(graph.weights().values())) {
        if (weight.data() instanceof Weight.Live memory) {
          Weight.InMemory copied = new Weight.InMemory(memory.bytes());
          graph.add(new Weight(weight.name(), weight.type(), weight.shape(), copied));
        }
      }
    }
    // Packed weights are summed in another order.
    SessionWishes wishes = new SessionWishes();
    wishes.of("test").entry("session.disable_prepacking", "1");
    try (Session session = new Session(graph, wishes)) {
      return session.run();
    }
  }

  @Test
  void changesOnOneAnotherAreMadeInOrder() {
    Graph graph = graph("unet-sdpa-17.onnx");
    LiveWeights live = LiveWeights.of(graph, NetworkKind.UNET);
    live.settle(graph, NetworkKind.UNET);
    LinearLayer layer = layers(live, "attn1/to_q").get(0);
    float[] own = live.read(layer);
    live.change(
        "twice",
        weights -> {
          scale(weights, 2);
          float[] doubled = weights.read(layer);
          assertThat(doubled[5]).isEqualTo(2 * own[5]);
          weights.write(layer, doubled);
          scale(weights, 4);
        });
    live.change(
        "again",
        weights -> {
          assertThat(weights.read(layer)).as("of the model's own").isEqualTo(own);
          scale(weights, 0.5);
          assertThat(weights.read(layer)[5]).isEqualTo(0.5f * own[5]);
        });
    assertThat(live.current()).isEqualTo("again");
  }

  @Test
  void convolutionsBiasesAndSplitLayersAreRefused() {
    Graph graph = graph("unet-sdpa-17.onnx");
    LiveWeights live = LiveWeights.of(graph, NetworkKind.UNET);
    GraphEdit edit = new GraphEdit(graph, NetworkKind.UNET, Optional.empty());
    LinearLayer query =
        edit.linears().stream()
            .filter(layer -> layer.path().endsWith("attn1/to_q"))
            .findFirst()
            .orElseThrow();
    edit.replace(
        query.output(),
        edit.editor().matmul(query.input(), edit.editor().mul(edit.weights(query), 2)));
    edit.finish();
    live.settle(graph, NetworkKind.UNET);
    assertThatThrownBy(() -> live.change("x", weights -> scale(weights, 2)))
        .isInstanceOf(NotLive.class);
    LinearLayer kernel =
        live.linears().stream()
            .filter(layer -> layer.path().endsWith("resnets.0/conv1"))
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(() -> live.change("x", weights -> weights.read(kernel)))
        .isInstanceOf(NotLive.class)
        .hasMessage("the weights of %s were made part of the session", kernel.path());
    assertThatThrownBy(() -> live.change("x", weights -> weights.read(weights.parameters().get(0))))
        .isInstanceOf(NotLive.class);
    try (Session session = new Session(graph)) {
      live.change("", weights -> {});
      assertThat(session.run()).doesNotContain(Float.NaN);
    }
  }

  /**
   * What this class relies on: the runtime reads a product's weights at each run where they were
   * added, and takes no notice of a convolution's. Should it ever do, they may live too.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theRuntimeReadsWeightsOfProductsAtEachRunButNotOfConvolutions(boolean convolution) {
    long[] shape = convolution ? new long[] {16, 16, 3, 3} : new long[] {16, 16};
    int size = convolution ? 16 * 16 * 9 : 16 * 16;
    byte[] stored = WeightValues.bytes(ElementType.FLOAT, filled(size, 1));
    ByteBuffer bytes = WeightValues.direct(ElementType.FLOAT, filled(size, 2));
    Graph graph = new Graph("guard");
    graph.operatorSets().put("", 17L);
    long[] input = convolution ? new long[] {1, 16, 8, 8} : new long[] {1, 16};
    List<GraphPort.Dimension> dims =
        java.util.Arrays.stream(input).mapToObj(GraphPort.Dimension::of).toList();
    graph.inputs().add(new GraphPort("x", ElementType.FLOAT, dims));
    graph.outputs().add(GraphPort.unshaped("y", ElementType.FLOAT));
    Weight.Live live = new Weight.Live(bytes, new Weight.Inline(stored), true);
    graph.add(new Weight("w", ElementType.FLOAT, shape, live));
    String operator = convolution ? "Conv" : "MatMul";
    graph.nodes().add(new Node("node", "", operator, List.of("x", "w"), List.of("y")));
    float[] ones = filled(convolution ? 16 * 64 : 16, 1);
    long[] output = convolution ? new long[] {1, 16, 6, 6} : new long[] {1, 16};
    float[] result = new float[1];
    try (InferenceSession network = InferenceSession.open(RUNTIME, Path.of("guard"), graph);
        RunControl control = new RunControl(RUNTIME);
        Binding binding = network.bind(Map.of("x", input), Map.of("y", output))) {
      binding.write("x", 0, ones, 0, ones.length);
      binding.run(control);
      binding.read("y", 0, result, 0, 1);
      assertThat(result[0]).isEqualTo(convolution ? 144 : 32);
      bytes.asFloatBuffer().put(0, filled(size, 3));
      binding.run(control);
      binding.read("y", 0, result, 0, 1);
      assertThat(result[0]).isEqualTo(convolution ? 144 : 48);
    }
  }

  private static float[] filled(int size, float value) {
    float[] values = new float[size];
    java.util.Arrays.fill(values, value);
    return values;
  }
}
