package dev.kiln.host.graph.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxReaderTest {
  private static final OrtRuntime RUNTIME = OrtRuntime.open();

  @TempDir Path temp;

  @Test
  void aGraphThatWasReadAndWrittenComputesTheSameBits() {
    Path file = DefaultModel.models().resolve("default/vae_decoder/model.onnx");
    try (InferenceSession before = InferenceSession.open(RUNTIME, file);
        InferenceSession after = InferenceSession.open(RUNTIME, file, OnnxReader.read(file))) {
      assertThat(decode(after)).isEqualTo(decode(before));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default/unet/model.onnx",
        "default/text_encoder/model.onnx",
        "default/vae_encoder/model.onnx",
        "controlnet/pose/model.onnx"
      })
  void everyNetworkOfTheDefaultModelOpensAgain(String name) {
    Path file = DefaultModel.models().resolve(name);
    Graph graph = OnnxReader.read(file);
    assertThat(graph.weights().values())
        .anyMatch(weight -> weight.data() instanceof Weight.InFile place && place.length() > 1024);
    try (InferenceSession before = InferenceSession.open(RUNTIME, file);
        InferenceSession after = InferenceSession.open(RUNTIME, file, graph)) {
      assertThat(after.firstInput()).isEqualTo(before.firstInput());
      assertThat(after.firstOutput()).isEqualTo(before.firstOutput());
    }
  }

  @Test
  void theStructureIsSmall() {
    Path file = DefaultModel.models().resolve("default/unet/model.onnx");
    byte[] structure = OnnxWriter.write(OnnxReader.read(file), file.toAbsolutePath().getParent());
    assertThat(structure.length).isBetween(10_000, 1_000_000);
  }

  @Test
  void aTruncatedFileIsOneSentence() throws IOException {
    byte[] whole =
        Files.readAllBytes(DefaultModel.models().resolve("default/vae_encoder/model.onnx"));
    for (int length : new int[] {0, 1, 7, 100, 5_000, 90_000, whole.length - 1}) {
      Path file = Files.write(temp.resolve("model.onnx"), java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> OnnxReader.read(file))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith(file + " cannot be read as an ONNX network: ")
          .hasMessageEndingWith("; copy or export it again");
    }
  }

  private static float[] decode(InferenceSession network) {
    float[] latents = new float[4 * 8 * 8];
    Random random = new Random(1);
    for (int i = 0; i < latents.length; i++) {
      latents[i] = (float) random.nextGaussian();
    }
    float[] picture = new float[3 * 64 * 64];
    try (RunControl control = new RunControl(RUNTIME);
        Binding binding =
            network.bind(
                Map.of(network.firstInput(), new long[] {1, 4, 8, 8}),
                Map.of(network.firstOutput(), new long[] {1, 3, 64, 64}))) {
      binding.write(network.firstInput(), 0, latents, 0, latents.length);
      binding.run(control);
      binding.read(network.firstOutput(), 0, picture, 0, picture.length);
    }
    return picture;
  }
}
