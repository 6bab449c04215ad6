package dev.kiln.plugin.textualinversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms that webUI's load_from_file knows, and what is none of them. */
class ContentsTest {
  @TempDir Path folder;

  static Stream<Arguments> forms() {
    return Stream.of(
        // Civitai's files for Stable Diffusion 1 and 2.
        of(Map.of("emb_params", Tensor.zeros(4, 768)), "emb_params", 4, 768, ""),
        of(Map.of("emb_params", Tensor.zeros(2, 1024)), "emb_params", 2, 1024, ""),
        // diffusers' learned_embeds.safetensors.
        of(Map.of("<cat-toy>", Tensor.zeros(768)), "<cat-toy>", 1, 768, ""),
        // One encoder of a later model alone: the first is that of Stable Diffusion 1.
        of(Map.of("clip_l", Tensor.zeros(2, 768)), "clip_l", 2, 768, ""),
        of(
            Map.of("clip_l", Tensor.zeros(2, 768), "clip_g", Tensor.zeros(2, 1280)),
            "",
            2,
            2048,
            "%s is a textual inversion for Stable Diffusion XL or later, whose text encoders are"
                + " two; use one for Stable Diffusion 1 or 2"),
        of(
            Map.of("a", Tensor.zeros(2, 8), "b", Tensor.zeros(2, 8)),
            "",
            0,
            0,
            "%s has 2 tensors, but a textual inversion is one; choose another file"),
        of(
            Map.of("emb_params", Tensor.zeros(1, 2, 8)),
            "",
            0,
            0,
            "%s has a tensor 'emb_params' of shape [1, 2, 8], but vectors are [count, width] or"
                + " one of [width]; choose another file"),
        of(
            Map.of("emb_params", Tensor.zeros(76, 8)),
            "emb_params",
            76,
            8,
            "%s has 76 vectors, but the text encoder reads 75 tokens at once; choose another"
                + " file"));
  }

  private static Arguments of(
      Map<String, Tensor> tensors, String tensor, int vectors, int width, String problem) {
    return Arguments.of(tensors, new Contents(tensor, vectors, width, problem));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormIsToldApart(Map<String, Tensor> tensors, Contents expected) {
    Path file = Fixtures.write(folder.resolve("x.safetensors"), tensors);
    assertThat(Contents.of(SafetensorsFile.open(file)))
        .isEqualTo(
            new Contents(
                expected.tensor(),
                expected.vectors(),
                expected.width(),
                expected.problem().formatted(file)));
  }
}
