package dev.kiln.plugin.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.TestingHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin as a jar in the real host, on the tiny model. */
class LoraJarTest {
  @TempDir Path folder;
  private TestingHost host;

  @BeforeEach
  void open() {
    host = new TestingHost(folder);
    TinyLora.write(
        folder.resolve("models/default"), folder.resolve("models/lora/red.safetensors"), 1);
    host.drop("lora", Path.of("target", "classes"));
  }

  @AfterEach
  void close() {
    host.close();
  }

  private GenerationResult draw(String tags, UnaryOperator<GenerationRequestBuilder> change) {
    return host.generate(
        any ->
            change.apply(
                GenerationRequest.of("a girl with long red hair" + tags)
                    .sampler("Euler")
                    .steps(4)
                    .seed(1)));
  }

  private GenerationResult draw(String tags) {
    return draw(tags, request -> request);
  }

  private static byte[] picture(GenerationResult result) {
    return result.images().get(0).rgb();
  }

  @Test
  void aTagWakesItAndChangesThePicture() {
    byte[] plain = picture(draw(""));
    GenerationResult red = draw("<lora:red:1>");
    assertThat(picture(red)).isNotEqualTo(plain);
    assertThat(red.warnings()).isEmpty();
    assertThat(red.images().get(0).infotext())
        .startsWith("a girl with long red hair<lora:red:1>\n")
        .containsPattern("Lora hashes: \"red: [0-9a-f]{12}\"");
    assertThat(picture(draw("<lyco:red:1>"))).isEqualTo(picture(red));
    assertThat(picture(draw("<lora:red:0.5><lora:red:0.5>")))
        .as("several add")
        .isEqualTo(picture(red));
    assertThat(picture(draw("<lora:red:0.0009765625>".repeat(1024)))).isEqualTo(picture(red));
    assertThat(picture(draw("<lora:red:0>"))).as("of no strength").isEqualTo(plain);
    assertThat(picture(draw(""))).as("and is gone with the request").isEqualTo(plain);
  }

  @Test
  void textEncoderAndUnetHaveStrengthsOfTheirOwn() {
    byte[] plain = picture(draw(""));
    byte[] text = picture(draw("<lora:red:1:0>"));
    byte[] unet = picture(draw("<lora:red:0:1>"));
    assertThat(text).isNotEqualTo(plain).isNotEqualTo(unet);
    assertThat(unet).isNotEqualTo(plain);
    assertThat(picture(draw("<lora:red:te=1:unet=0>"))).isEqualTo(text);
  }

  @Test
  void aStrengthOfSomeStepsIsThatOfAllWhereTheyAreAll() {
    byte[] plain = picture(draw(""));
    byte[] all = picture(draw("<lora:red:0:1>"));
    byte[] some = picture(draw("<lora:red:0:1:start=2>"));
    assertThat(some).isNotEqualTo(plain).isNotEqualTo(all);
    assertThat(picture(draw("<lora:red:0:1:start=99>"))).isEqualTo(plain);
    byte[] timed = picture(draw("<lora:red:0:1:stop=99>"));
    for (int i = 0; i < all.length; i++) {
      assertThat(Math.abs((timed[i] & 0xff) - (all[i] & 0xff))).isLessThan(3);
    }
  }

  @Test
  void aFileForFewStepsSaysSoAndWarnsWhereItIsUsedAsAnyOther() {
    TinyLora.write(
        folder.resolve("models/default"), folder.resolve("models/lora/lcm-tiny.safetensors"), 2);
    GenerationResult used =
        draw("<lora:lcm-tiny:1>", request -> request.sampler("LCM").cfgScale(1));
    assertThat(used.warnings()).isEmpty();
    assertThat(used.images().get(0).infotext()).contains("Few-step LoRA: lcm-tiny (LCM-LoRA)");
    assertThat(draw("<lora:lcm-tiny:1>", request -> request.steps(20).cfgScale(7)).warnings())
        .containsExactly(
            "LoRA 'lcm-tiny' (LCM-LoRA) is made for 8 steps of LCM or fewer at a CFG scale of up to"
                + " 2, not for 20 at 7.0");
    TinyLora.write(
        folder.resolve("models/default"),
        folder.resolve("models/lora/Hyper-SDXL-8steps-lora.safetensors"),
        3);
    assertThatThrownBy(() -> draw("<lora:Hyper-SDXL-8steps-lora:1>"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "LoRA 'Hyper-SDXL-8steps-lora' lets SDXL draw in a few steps, as its name says, and Kiln"
                + " draws with Stable Diffusion 1 and 2; choose the file for Stable Diffusion 1.5");
  }

  @Test
  void anUnknownNameIsAWarningOrRefused() {
    byte[] plain = picture(draw(""));
    GenerationResult result = draw("<lora:blue:1><lora:green:1>");
    assertThat(result.warnings()).containsExactly("Lora not found: blue, green");
    assertThat(picture(result)).isEqualTo(plain);
    assertThatThrownBy(
            () -> draw("<lora:blue:1>", request -> request.plugin("lora", Map.of("strict", true))))
        .isInstanceOf(BadRequest.class)
        .hasMessage("Lora not found: blue; there are: red");
  }

  @Test
  void aBrokenFileAndATagWithoutNameAreRefused() throws IOException {
    Files.write(folder.resolve("models/lora/cut.safetensors"), new byte[20]);
    assertThatThrownBy(() -> draw("<lora:cut:1>"))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("LoRA 'cut' cannot be used: ");
    assertThatThrownBy(() -> draw("<lora:>"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("<lora:> names no file; write <lora:name:1>");
    assertThatThrownBy(() -> draw("<Lora:red:1>"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the prompt asks for <Lora:red:1>, but names of tags are in lower case; write <lora:");
  }

  @Test
  void aFileOfWholeNumbersIsTheFilesFault() throws IOException {
    String key = "lora_unet_down_blocks_0_attentions_0_proj_in.diff";
    String json =
        "{\"%s\":{\"dtype\":\"I32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}".formatted(key);
    byte[] bytes =
        ByteBuffer.allocate(8 + json.length() + 16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length())
            .put(json.getBytes(StandardCharsets.UTF_8))
            .array();
    Files.write(folder.resolve("models/lora/whole.safetensors"), bytes);
    assertThatThrownBy(() -> draw("<lora:whole:1>"))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("of the type I32, which Kiln does not read")
        .hasMessageContaining(key);
  }

  @Test
  void whatFitsNowhereIsToldInEachRequestThatUsesTheFile() {
    Path red = folder.resolve("models/lora/red.safetensors");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    SafetensorsFile file = SafetensorsFile.open(red);
    for (String key : file.names()) {
      int[] shape = file.shape(key).stream().mapToInt(Long::intValue).toArray();
      tensors.put(key, Tensor.of(file.read(key), shape));
    }
    tensors.put("lora_te_text_model_encoder_layers_99_mlp_fc1.diff", Tensor.zeros(3, 5));
    tensors.put("lora_unet_down_blocks_7_proj.diff", Tensor.zeros(3, 5));
    Fixtures.write(folder.resolve("models/lora/some.safetensors"), tensors);
    for (int request = 0; request < 2; request++) {
      assertThat(draw("<lora:some:1>").warnings())
          .satisfiesExactly(
              text ->
                  assertThat(text)
                      .matches(
                          "LoRA 'some': 1 of its \\d+ layers are not in this model's text encoder"
                              + " and were left out, the first is"
                              + " 'lora_te_text_model_encoder_layers_99_mlp_fc1.diff'"),
              unet ->
                  assertThat(unet)
                      .matches(
                          "LoRA 'some': 1 of its \\d+ layers are not in this model's UNet and were"
                              + " left out, the first is 'lora_unet_down_blocks_7_proj.diff'"));
    }
    assertThat(draw("<lora:red:1>").warnings()).isEmpty();
  }

  @Test
  void tagsInTheNegativePromptAreLeftOut() {
    byte[] plain = picture(draw("", request -> request.negativePrompt("rain")));
    GenerationResult both =
        draw("<lora:red:0>", request -> request.negativePrompt("rain<lora:red:1>"));
    assertThat(both.warnings())
        .containsExactly(
            "LoRA tags act from the prompt; those in the negative prompt were left out");
    assertThat(picture(both)).isEqualTo(plain);
  }
}
