package dev.kiln.plugin.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.Safetensors;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GraphRunner.Input;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The default model with the project's files against diffusers and transformers, 1e-4 relative. */
class GoldenLoraTest {
  private static final double TOLERANCE = 1e-4;
  private static final Safetensors GOLDEN = Safetensors.resource("/goldens/lora.safetensors");

  @ParameterizedTest
  @CsvSource({"couple,0.5", "couple,1.0", "couple,-0.7", "cape,0.5", "cape,1.0", "cape,-0.7"})
  void unetAndTextEncoderEqualDiffusers(String name, double strength) {
    String key = name + "." + strength;
    Tensor states = GOLDEN.tensor(key + ".encoder_hidden_states");
    // Text 1 of the goldens' tokens: "1boy, blonde hair, green shirt, running, beach, day, ...".
    float[] ids =
        ids(272, 543, 267, 651, 522, 267, 556, 520, 267, 636, 267, 641, 267, 565, 267, 712);
    assertThat(
            difference(
                run(
                    "text_encoder",
                    NetworkKind.TEXT_ENCODER,
                    set(name, strength),
                    Map.of("input_ids", new Input(ids, 1, 77)),
                    "last_hidden_state",
                    states),
                states))
        .isLessThan(TOLERANCE);
    Tensor expected = GOLDEN.tensor(key + ".out_sample");
    Map<String, Input> inputs =
        Map.of(
            "sample", input(GOLDEN.tensor("sample")),
            "timestep", new Input(GOLDEN.tensor("timestep").data()),
            "encoder_hidden_states", input(states));
    assertThat(
            difference(
                run("unet", NetworkKind.UNET, set(name, strength), inputs, "out_sample", expected),
                expected))
        .isLessThan(TOLERANCE);
  }

  private static LoraSet set(String name, double strength) {
    return new LoraSet(List.of(Fixtures.use(Fixtures.model(name), strength)), false);
  }

  private static float[] ids(int... middle) {
    float[] ids = new float[77];
    java.util.Arrays.fill(ids, end());
    ids[0] = end() - 1;
    for (int i = 0; i < middle.length; i++) {
      ids[i + 1] = middle[i];
    }
    return ids;
  }

  /** The vocabulary's last entry; the one before it is the start. */
  private static float end() {
    return SafetensorsFile.open(
                DefaultModel.diffusers().resolve("default/text_encoder/model.safetensors"))
            .shape("text_model.embeddings.token_embedding.weight")
            .get(0)
        - 1;
  }

  private static float[] run(
      String component,
      NetworkKind kind,
      LoraSet set,
      Map<String, Input> inputs,
      String output,
      Tensor like) {
    Graph graph =
        OnnxReader.read(DefaultModel.models().resolve("default/" + component + "/model.onnx"));
    GraphEdit edit = new GraphEdit(graph, kind, Optional.empty());
    Fixtures.patcher().open(FakeNetwork.with(set).kind(kind)).ifPresent(patch -> patch.apply(edit));
    try (GraphRunner run = GraphRunner.open(edit.finish())) {
      return run.run(inputs, output, input(like).shape());
    }
  }

  private static Input input(Tensor tensor) {
    return new Input(
        tensor.data(), java.util.Arrays.stream(tensor.shape()).asLongStream().toArray());
  }

  private static double difference(float[] found, Tensor expected) {
    return GraphRunner.difference(found, expected.data());
  }
}
