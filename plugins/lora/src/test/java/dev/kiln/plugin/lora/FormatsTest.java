package dev.kiln.plugin.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.TestingUnet;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file under all the names that people give its tensors, and files that do not fit. */
class FormatsTest {
  private static final NetworkShape SHAPE = new NetworkShape(1, 16, 16, 77);

  @TempDir Path temp;

  private static float[] run(Path file, double strength) {
    return patched(new LoraSet(List.of(Fixtures.use(file, strength)), false)).run(SHAPE);
  }

  private static TestingUnet patched(LoraSet set) {
    return TestingUnet.standard().with(Fixtures.patcher(), FakeNetwork.with(set).shape(SHAPE));
  }

  /** The layers of a file, each by its path in the default model. */
  private static Map<String, String> paths() {
    Map<String, String> paths = new LinkedHashMap<>();
    for (LinearLayer layer : Fixtures.edit("unet", NetworkKind.UNET).linears()) {
      paths.put(ModuleNames.of(layer.path()), layer.path().substring(1).replace('/', '.'));
    }
    return paths;
  }

  private Path renamed(String lora, UnaryOperator<String> name) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    SafetensorsFile file = SafetensorsFile.open(Fixtures.model(lora));
    for (String key : file.names()) {
      int[] shape = file.shape(key).stream().mapToInt(Long::intValue).toArray();
      tensors.put(name.apply(key), Tensor.of(file.read(key), shape));
    }
    return Fixtures.write(temp.resolve(lora + ".safetensors"), tensors);
  }

  private static String module(String key) {
    return key.replaceFirst("^lora_unet_", "").replaceFirst("\\..*", "");
  }

  private static String part(String key) {
    return key.substring(key.indexOf('.') + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"peft", "diffusers", "original"})
  void cape(String format) {
    Map<String, String> paths = paths();
    ModuleNames names = ModuleNames.of(paths.keySet());
    Path file =
        renamed(
            "cape",
            key ->
                switch (format) {
                  case "peft" ->
                      "unet."
                          + paths.get(module(key))
                          + "."
                          + part(key).replace("lora_down", "lora_A").replace("lora_up", "lora_B");
                  case "diffusers" ->
                      "unet."
                          + paths.get(module(key))
                          + "."
                          + part(key)
                              .replace("lora_down", "lora.down")
                              .replace("lora_up", "lora.up");
                  default -> "lora_unet_" + names.original(module(key)) + "." + part(key);
                });
    assertThat(run(file, 0.8)).isEqualTo(run(Fixtures.model("cape"), 0.8));
  }

  @Test
  void theOriginalNamesOfStableDiffusion() {
    ModuleNames names =
        new ModuleNames(
            2, List.of("up_blocks_1_attentions_0_proj_in", "up_blocks_0_resnets_0_conv1"));
    Map.of(
            "down_blocks_0_attentions_0_proj_in", "input_blocks_1_1_proj_in",
            "down_blocks_2_resnets_1_conv_shortcut", "input_blocks_8_0_skip_connection",
            "down_blocks_1_downsamplers_0_conv", "input_blocks_6_0_op",
            "mid_block_resnets_1_conv2", "middle_block_2_out_layers_3",
            "mid_block_attentions_0_proj_out", "middle_block_1_proj_out",
            "up_blocks_1_attentions_2_proj_in", "output_blocks_5_1_proj_in",
            "up_blocks_0_upsamplers_0_conv", "output_blocks_2_1_conv",
            "up_blocks_1_upsamplers_0_conv", "output_blocks_5_2_conv",
            "time_embedding_linear_2", "time_embed_2")
        .forEach((module, original) -> assertThat(names.original(module)).isEqualTo(original));
    assertThat(names.original("down_blocks_3_resnets_0_time_emb_proj"))
        .isEqualTo("input_blocks_10_0_emb_layers_1");
  }

  @Test
  void aFileForAnotherArchitectureIsRefusedWithItsFirstKeyAndBothShapes() {
    String query = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k";
    Path file =
        Fixtures.write(
            temp.resolve("other.safetensors"),
            Map.of(
                query + ".lora_up.weight", Tensor.zeros(192, 4),
                query + ".lora_down.weight", Tensor.zeros(4, 2048)));
    assertThatThrownBy(() -> run(file, 1))
        .isInstanceOf(BadRequest.class)
        .hasMessageMatching(
            "LoRA 'other' was trained for another architecture: '"
                + query
                + "\\.lora_(up|down)\\.weight' is made for weights of \\[192, 2048\\], this model has"
                + " \\[192, 128\\] there; choose a LoRA for models like this one");
  }

  @Test
  void aFileOfOtherLayersAloneIsRefused() {
    Path file =
        Fixtures.write(
            temp.resolve("other.safetensors"),
            Map.of("lora_unet_input_blocks_99_1_proj_in.diff", Tensor.zeros(3, 5)));
    assertThatThrownBy(() -> run(file, 1))
        .hasMessage(
            "LoRA 'other' was trained for another architecture:"
                + " 'lora_unet_input_blocks_99_1_proj_in.diff' is made for weights of [3, 5], and this"
                + " model's UNet has no such layer; choose a LoRA for models like this one");
    Path flux =
        Fixtures.write(
            temp.resolve("flux.safetensors"),
            Map.of("transformer.blocks.0.to_q.lora_A.weight", Tensor.zeros(3, 5)));
    assertThatThrownBy(() -> run(flux, 1))
        .hasMessage(
            "LoRA 'flux' holds nothing for a Stable Diffusion 1 or 2 model: its first tensor is"
                + " 'transformer.blocks.0.to_q.lora_A.weight'; choose another file");
  }

  @Test
  void partsThatDoNotBelongTogetherAreDamage() {
    String key = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k";
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(key + ".hada_w1_a", Tensor.zeros(192, 4));
    tensors.put(key + ".hada_w1_b", Tensor.zeros(4, 128));
    tensors.put(key + ".hada_w2_a", Tensor.zeros(3));
    tensors.put(key + ".hada_w2_b", Tensor.zeros(4, 7));
    Path file = Fixtures.write(temp.resolve("odd.safetensors"), tensors);
    assertThatThrownBy(() -> run(file, 1))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the LoRA file of '%s.hada_w1_a' is damaged: its parts do not belong together; download"
                + " it again",
            key);
  }

  private static final String KEY =
      "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k";

  private static Map<String, Tensor> parts(String kind) {
    return switch (kind) {
      case "ranks" ->
          Map.of(
              KEY + ".lora_up.weight", Tensor.zeros(192, 5),
              KEY + ".lora_down.weight", Tensor.zeros(4, 128));
      case "rank 0" ->
          Map.of(
              KEY + ".lora_up.weight", Tensor.zeros(192, 0),
              KEY + ".lora_down.weight", Tensor.zeros(0, 128));
      case "up" -> Map.of(KEY + ".lora_up.weight", Tensor.zeros(192, 4));
      case "alpha" -> Map.of(KEY + ".alpha", Tensor.zeros(1));
      case "glora" ->
          Map.of(
              KEY + ".a1.weight", Tensor.zeros(4, 128),
              KEY + ".a2.weight", Tensor.zeros(128, 4));
      case "glora ranks" ->
          Map.of(
              KEY + ".a1.weight", Tensor.zeros(4, 128),
              KEY + ".a2.weight", Tensor.zeros(128, 5),
              KEY + ".b1.weight", Tensor.zeros(4, 128),
              KEY + ".b2.weight", Tensor.zeros(192, 4));
      default ->
          Map.of(
              KEY + ".lokr_w1_a", Tensor.zeros(2, 3),
              KEY + ".lokr_w1_b", Tensor.zeros(4, 2),
              KEY + ".lokr_w2", Tensor.zeros(96, 64));
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"ranks", "rank 0", "up", "alpha", "glora", "glora ranks", "lokr"})
  void halvesAndPartsOfOtherRanksAreDamage(String kind) {
    Path file = Fixtures.write(temp.resolve("half.safetensors"), parts(kind));
    assertThatThrownBy(() -> run(file, 1))
        .isInstanceOf(BadRequest.class)
        .hasMessageMatching("the LoRA file of '" + KEY + ".*' is damaged: .*; download it again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lora_up.weight", "alpha"})
  void whatIsNoNumberIsToldWithFileAndKey(String part) {
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(
            Map.of(
                KEY + ".lora_up.weight", Tensor.zeros(192, 4),
                KEY + ".lora_down.weight", Tensor.zeros(4, 128)));
    tensors.put(KEY + "." + part, part.equals("alpha") ? ones(1, Float.NaN) : nan());
    Path file = Fixtures.write(temp.resolve("nan.safetensors"), tensors);
    assertThatThrownBy(() -> run(file, 1))
        .isInstanceOf(BadRequest.class)
        .hasMessage("LoRA 'nan' is damaged: '%s.%s' holds NaN; download it again", KEY, part);
  }

  private static Tensor nan() {
    Tensor up = Tensor.zeros(192, 4);
    up.data()[7] = Float.NaN;
    return up;
  }

  @Test
  void rotationsOfPeftAreToldAsSuch() {
    Path file =
        Fixtures.write(
            temp.resolve("oft.safetensors"),
            Map.of("unet.mid_block.attentions.0.proj_in.oft_r.weight", Tensor.zeros(3, 5)));
    assertThatThrownBy(() -> run(file, 1))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("LoRA 'oft' is an OFT of PEFT's, which Kiln does not read");
  }

  @Test
  void whatFitsNowhereIsCounted() {
    Path file =
        Fixtures.write(
            temp.resolve("some.safetensors"),
            Map.of(
                "lora_unet_conv_out.diff", Tensor.zeros(4, 64, 3, 3),
                "lora_unet_down_blocks_7_proj.diff", Tensor.zeros(3, 5),
                "lora_te2_something.diff", Tensor.zeros(3, 5)));
    for (boolean byPart : new boolean[] {false, true}) {
      LoraSet set = new LoraSet(List.of(Fixtures.use(file, 1)), byPart);
      assertThat(patched(set).warnings())
          .containsExactly(
              "LoRA 'some': 1 of its 2 layers are not in this model's UNet and were left out, the"
                  + " first is 'lora_unet_down_blocks_7_proj.diff'",
              "LoRA 'some': 1 tensors belong to no network of this model and were left out");
    }
  }

  @Test
  void biasesAndNormsChangeToo() {
    Path file =
        Fixtures.write(
            temp.resolve("vectors.safetensors"),
            Map.of(
                "lora_unet_down_blocks_0_resnets_0_conv1.diff_b", ones(64, 0.3f),
                "lora_unet_down_blocks_0_resnets_0_norm1.w_norm", ones(64, 0.2f),
                "lora_unet_down_blocks_0_resnets_0_norm1.b_norm", ones(64, 0.1f),
                "lora_unet_mid_block_attentions_0_transformer_blocks_0_norm1.w_norm",
                    ones(192, 0.2f),
                "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_out_0.diff_b",
                    ones(192, 0.2f)));
    TestingUnet changed = patched(new LoraSet(List.of(Fixtures.use(file, 1)), false));
    assertThat(GraphRunner.difference(changed.run(SHAPE), TestingUnet.standard().run(SHAPE)))
        .isGreaterThan(1e-3);
    assertThat(changed.warnings()).isEmpty();
    assertThat(patched(new LoraSet(List.of(Fixtures.use(file, 1)), true)).warnings())
        .containsExactly(
            "5 biases and norms of LoRA files cannot act in some rows or steps alone and were left"
                + " out");
  }

  private static Tensor ones(int size, float value) {
    Tensor tensor = Tensor.zeros(size);
    java.util.Arrays.fill(tensor.data(), value);
    return tensor;
  }
}
