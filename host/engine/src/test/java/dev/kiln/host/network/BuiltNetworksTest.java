package dev.kiln.host.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightSource;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.weights.StateDict;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The networks that Kiln builds from diffusers folders against the exports of the same weights by
 * torch and optimum: max|a-b| / max|b| at most 1e-5.
 */
class BuiltNetworksTest {
  private static final OrtRuntime RUNTIME = OrtRuntime.open();
  private static final double TOLERANCE = 1e-5;

  static Stream<Arguments> operators() {
    return Stream.of(Arguments.of(LayerOperators.TUNED), Arguments.of(LayerOperators.EXPORTED));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void theUnetEqualsItsExport(LayerOperators operators) throws IOException {
    Graph graph =
        built("default/unet", UnetConfig::of, Unet2dConditionModel::new)
            .graph(weights("default/unet"), operators);
    for (int[] size : new int[][] {{1, 16, 16, 77}, {2, 16, 24, 77}, {2, 17, 19, 154}}) {
      compare("default/unet", graph, latents(size), Map.of("out_sample", latent(size, 4)));
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void findersSeeWhatWasBuiltAsTheySeeExports(LayerOperators operators) throws IOException {
    Graph graph =
        built("default/unet", UnetConfig::of, Unet2dConditionModel::new)
            .graph(weights("default/unet"), operators);
    GraphEdit built = new GraphEdit(graph, NetworkKind.UNET, Optional.empty());
    GraphEdit export =
        new GraphEdit(
            OnnxReader.read(DefaultModel.models().resolve("default/unet/model.onnx")),
            NetworkKind.UNET,
            Optional.empty());
    assertThat(built.attention())
        .usingRecursiveComparison()
        .comparingOnlyFields("path", "kind", "heads", "headSize", "scale", "level")
        .isEqualTo(export.attention());
    assertThat(built.skips()).hasSameSizeAs(export.skips());
    assertThat(built.feedForwards()).hasSameSizeAs(export.feedForwards());
    assertThat(built.linears().stream().map(LinearLayer::path))
        .containsAll(export.linears().stream().map(LinearLayer::path).toList());
  }

  @ParameterizedTest
  @MethodSource("operators")
  void controlNetsEqualTheirExports(LayerOperators operators) throws IOException {
    for (String name : new String[] {"seg", "pose"}) {
      String folder = "controlnet/" + name;
      Graph graph = ControlNetModel.of(config(folder), folder).graph(weights(folder), operators);
      int[] size = {2, 16, 16, 77};
      Map<String, long[]> inputs = latents(size);
      inputs.put("controlnet_cond", new long[] {2, 3, 128, 128});
      inputs.put("conditioning_scale", new long[0]);
      Map<String, long[]> outputs = new LinkedHashMap<>();
      long[][] shapes = {
        {2, 64, 16, 16},
        {2, 64, 16, 16},
        {2, 64, 8, 8},
        {2, 128, 8, 8},
        {2, 128, 4, 4},
        {2, 192, 4, 4}
      };
      for (int i = 0; i < shapes.length; i++) {
        outputs.put("down_block_" + i + "_additional_residual", shapes[i]);
      }
      outputs.put("mid_block_additional_residual", new long[] {2, 192, 4, 4});
      compare("controlnet/" + name, graph, inputs, outputs);
    }
  }

  @ParameterizedTest
  @MethodSource("operators")
  void theTextEncoderEqualsItsExport(LayerOperators operators) throws IOException {
    Graph graph =
        built("default/text_encoder", ClipTextConfig::of, ClipTextModel::new)
            .graph(weights("default/text_encoder"), operators);
    Map<String, long[]> outputs = new LinkedHashMap<>();
    for (String name :
        new String[] {
          "last_hidden_state", "hidden_states.0", "hidden_states.1", "hidden_states.2"
        }) {
      outputs.put(name, new long[] {2, 77, 128});
    }
    compare("default/text_encoder", graph, Map.of("input_ids", new long[] {2, 77}), outputs);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void theAutoencoderEqualsItsExports(LayerOperators operators) throws IOException {
    WeightSource weights = weights("default/vae");
    VaeConfig config = VaeConfig.of(config("default/vae"), "vae");
    compare(
        "default/vae_decoder",
        new VaeDecoder(config).graph(weights, operators),
        Map.of("latent_sample", new long[] {2, 4, 13, 16}),
        Map.of("sample", new long[] {2, 3, 104, 128}));
    compare(
        "default/vae_encoder",
        new VaeEncoder(config).graph(weights, operators),
        Map.of("sample", new long[] {2, 3, 104, 128}),
        Map.of("latent_parameters", new long[] {2, 8, 13, 16}));
  }

  private static <C, N> N built(
      String folder,
      BiFunction<JsonNode, String, C> read,
      java.util.function.Function<C, N> network)
      throws IOException {
    return network.apply(read.apply(config(folder), folder));
  }

  private static JsonNode config(String folder) throws IOException {
    return new ObjectMapper()
        .readTree(DefaultModel.diffusers().resolve(folder).resolve("config.json").toFile());
  }

  /** The stored halves as floats in memory. */
  private static WeightSource weights(String folder) {
    StateDict stored = StateDict.inFolder(DefaultModel.diffusers().resolve(folder));
    return new WeightSource() {
      @Override
      public Weight weight(String name, long... shape) {
        return Weight.floats(name, shape, WeightValues.floats(stored.weight(name, shape)));
      }

      @Override
      public boolean has(String name) {
        return stored.has(name);
      }
    };
  }

  /** Inputs of batch, height, width and tokens. */
  private static Map<String, long[]> latents(int... size) {
    Map<String, long[]> inputs = new LinkedHashMap<>();
    inputs.put("sample", latent(size, 4));
    inputs.put("timestep", new long[0]);
    inputs.put("encoder_hidden_states", new long[] {size[0], size[3], 128});
    return inputs;
  }

  private static long[] latent(int[] size, int channels) {
    return new long[] {size[0], channels, size[1], size[2]};
  }

  private static void compare(
      String export, Graph graph, Map<String, long[]> inputs, Map<String, long[]> outputs) {
    Path file = DefaultModel.models().resolve(export).resolve("model.onnx");
    Map<String, float[]> expected;
    Map<String, float[]> found;
    try (InferenceSession network = InferenceSession.open(RUNTIME, file)) {
      expected = run(network, inputs, outputs);
    }
    try (InferenceSession network = InferenceSession.open(RUNTIME, file, graph)) {
      found = run(network, inputs, outputs);
    }
    expected.forEach(
        (name, values) ->
            assertThat(distance(found.get(name), values)).as(name).isLessThan(TOLERANCE));
  }

  private static Map<String, float[]> run(
      InferenceSession network, Map<String, long[]> inputs, Map<String, long[]> outputs) {
    Map<String, float[]> results = new LinkedHashMap<>();
    try (RunControl control = new RunControl(RUNTIME);
        Binding binding = network.bind(inputs, outputs)) {
      Random random = new Random(7);
      inputs.forEach((name, shape) -> fill(binding, name, size(shape), random));
      binding.run(control);
      outputs.forEach(
          (name, shape) -> {
            float[] values = new float[size(shape)];
            binding.read(name, 0, values, 0, values.length);
            results.put(name, values);
          });
    }
    return results;
  }

  private static void fill(Binding binding, String input, int size, Random random) {
    for (int i = 0; i < size; i++) {
      double value =
          switch (input) {
            case "timestep" -> 613.25;
            case "conditioning_scale" -> 0.7;
            case "input_ids" -> random.nextInt(859);
            case "controlnet_cond" -> random.nextDouble();
            default -> random.nextGaussian();
          };
      binding.writeNumber(input, i, value);
    }
  }

  private static int size(long... shape) {
    long size = 1;
    for (long dim : shape) {
      size *= dim;
    }
    return (int) size;
  }

  private static double distance(float[] found, float[] expected) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(found[i] - expected[i]));
    }
    return difference / largest;
  }
}
