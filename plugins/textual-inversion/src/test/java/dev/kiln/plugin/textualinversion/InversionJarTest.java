package dev.kiln.plugin.textualinversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.TestingHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin as a jar in the real host, on the tiny model, whose vectors have 8 numbers. */
class InversionJarTest {
  @TempDir static Path folder;
  private static TestingHost host;

  @BeforeAll
  static void open() {
    host = new TestingHost(folder);
    write("embeddings/EasyNegative.safetensors", 1);
    host.drop("textual-inversion", Path.of("target", "classes"));
  }

  @AfterAll
  static void close() {
    host.close();
  }

  private static void write(String file, int seed) {
    Fixtures.write(folder.resolve(file), "emb_params", Fixtures.vectors(seed, 4, 8));
  }

  private static GenerationResult draw(
      String prompt, UnaryOperator<GenerationRequestBuilder> change) {
    return host.generate(
        any -> change.apply(GenerationRequest.of(prompt).sampler("Euler").steps(4).seed(1)));
  }

  private static GenerationResult draw(String prompt) {
    return draw(prompt, request -> request);
  }

  private static byte[] picture(GenerationResult result) {
    return result.images().get(0).rgb();
  }

  private static String infotext(GenerationResult result) {
    return result.images().get(0).infotext();
  }

  @Test
  void aNameInThePromptOrTheNegativePromptChangesThePicture() {
    byte[] plain = picture(draw("a girl"));
    GenerationResult named = draw("a girl, easynegative");
    assertThat(named.warnings()).isEmpty();
    assertThat(infotext(named))
        .startsWith("a girl, easynegative\n")
        .containsPattern("TI hashes: \"EasyNegative: [0-9a-f]{12}\"");
    assertThat(picture(named)).isNotEqualTo(plain);
    assertThat(picture(draw("a girl, (EasyNegative:1.5)"))).isNotEqualTo(picture(named));
    GenerationResult negative = draw("a girl", request -> request.negativePrompt("EasyNegative"));
    assertThat(infotext(negative)).contains("TI hashes: \"EasyNegative: ");
    assertThat(picture(negative)).isNotEqualTo(plain);
    GenerationResult without = draw("a girl");
    assertThat(picture(without)).as("and is gone with the request").isEqualTo(plain);
    assertThat(infotext(without)).doesNotContain("TI hashes");
  }

  @Test
  void hashesOfSeveralStandInTheOrderOfTheirNames() {
    write("models/embedding/more/b, c.safetensors", 2);
    assertThat(
            infotext(draw("b, c, girl", request -> request.negativePrompt("easynegative, b, c"))))
        .containsPattern("TI hashes: \"b c: [0-9a-f]{12}, EasyNegative: [0-9a-f]{12}\"");
  }

  @Test
  void whatDoesNotFitIsDrawnAsLettersAndTold() throws IOException {
    Path pickle = Files.write(folder.resolve("embeddings/old.pt"), new byte[100]);
    Path wide =
        Fixtures.write(
            folder.resolve("embeddings/wide.safetensors"), "emb_params", Tensor.zeros(2, 9));
    byte[] plain = picture(draw("a girl"));
    assertThat(draw("a girl, widest, older").warnings()).isEmpty();
    GenerationResult named = draw("a girl, OLD, (wide:1.2)");
    assertThat(named.warnings())
        .containsExactly(
            "textual inversion 'old' is drawn as letters: "
                + pickle
                + " is a Python pickle, which can run any code while it is opened, so Kiln does"
                + " not; convert it where torch is installed: python -c \"import torch; from"
                + " safetensors.torch import save_file; d = torch.load('old.pt',"
                + " map_location='cpu', weights_only=True); d = d.get('string_to_param', d);"
                + " save_file({'emb_params': next(iter(d.values())).detach().clone()"
                + ".contiguous()}, 'old.safetensors')\"",
            "textual inversion 'wide' is drawn as letters: "
                + wide
                + " has vectors of 9 numbers, but those of this model's text encoder have 8; use"
                + " one that was made for this model's version");
    assertThat(picture(named)).isNotEqualTo(plain);
  }

  @Test
  void ofTwoFilesOfOneNameTheFirstIsUsed() {
    write("embeddings/Twin.safetensors", 3);
    byte[] first = picture(draw("a girl, twin"));
    write("embeddings/sub/twin.safetensors", 4);
    GenerationResult both = draw("a girl, twin");
    assertThat(both.warnings())
        .containsExactly(
            "textual inversion 'twin' is the name of %s and of %s; the first is used, rename one"
                .formatted(
                    folder.resolve("embeddings/Twin.safetensors"),
                    folder.resolve("embeddings/sub/twin.safetensors")));
    assertThat(picture(both)).isEqualTo(first);
  }

  @Test
  void vectorsThatAreNoNumbersAreRefused() {
    Tensor vectors = Tensor.zeros(1, 8);
    vectors.data()[3] = Float.NaN;
    Path file = Fixtures.write(folder.resolve("embeddings/nan.safetensors"), "emb_params", vectors);
    assertThatThrownBy(() -> draw("a girl, nan"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(file + " holds a NaN, which is no number to draw from; load it down again");
  }

  @Test
  @SuppressWarnings("unchecked")
  void theListTellsWhatIsLoadedAndWhatIsSkipped() throws Exception {
    Files.write(folder.resolve("embeddings/old.pt"), new byte[100]);
    Fixtures.write(
        folder.resolve("models/xl.safetensors"),
        Map.of("clip_l", Tensor.zeros(2, 768), "clip_g", Tensor.zeros(2, 1280)));
    Map<String, Map<String, Map<String, Object>>> all =
        (Map<String, Map<String, Map<String, Object>>>)
            new FakeApiCall("GET", "/sdapi/v1/embeddings").jsonFrom(host.plugins());
    assertThat(all.get("loaded")).containsKey("EasyNegative").doesNotContainKey("xl");
    assertThat(all.get("loaded").get("EasyNegative"))
        .containsOnlyKeys("step", "sd_checkpoint", "sd_checkpoint_name", "shape", "vectors")
        .containsEntry("shape", 8)
        .containsEntry("vectors", 4);
    assertThat(all.get("skipped")).containsKeys("old", "xl");
    assertThat(all.get("skipped").get("xl"))
        .containsEntry("shape", 2048)
        .containsEntry("vectors", 2)
        .containsKey("reason");
    assertThat(new FakeApiCall("POST", "/sdapi/v1/refresh-embeddings").jsonFrom(host.plugins()))
        .isNull();
  }
}
