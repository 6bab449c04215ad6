package dev.kiln.host.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.random.RandomModel.Form;
import dev.kiln.host.random.RandomModel.Kind;
import dev.kiln.host.random.RandomModel.Values;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** ControlNets and LoRAs with random weights, and the room that is asked for first. */
class RandomAdditionTest {
  private static final String ATTENTION = "lora_unet_down_blocks_0_attentions_0_";

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theRoomAskedForIsTheSizeOfTheFile(Kind kind) throws IOException {
    for (Precision precision : Precision.values()) {
      RandomModel model = model("tiny", kind, Form.SINGLE, new Values(3, precision, false));
      Path target = temp.resolve(precision.name());
      long bytes = model.bytes(target);
      assertThat(Files.size(model.write(target).path())).isEqualTo(bytes);
      assertThat(model.bytes(target)).isZero();
    }
  }

  /** Kohya's names and shapes; a 1x1 convolution stays one. */
  @ParameterizedTest
  @CsvSource({
    ATTENTION + "proj_in, '16,32,1,1', '32,16,1,1'",
    ATTENTION + "proj_out, '16,32,1,1', '32,16,1,1'",
    ATTENTION + "transformer_blocks_0_attn1_to_q, '16,32', '32,16'",
    ATTENTION + "transformer_blocks_0_attn1_to_out_0, '16,32', '32,16'",
    ATTENTION + "transformer_blocks_0_attn2_to_k, '16,64', '32,16'",
    ATTENTION + "transformer_blocks_0_ff_net_0_proj, '16,32', '256,16'",
    ATTENTION + "transformer_blocks_0_ff_net_2, '16,128', '32,16'",
    "lora_te_text_model_encoder_layers_1_self_attn_out_proj, '16,64', '64,16'",
    "lora_te_text_model_encoder_layers_1_mlp_fc1, '16,64', '256,16'",
  })
  void aLoraHasTwoFactorsOfEachLayer(String layer, String down, String up) {
    SafetensorsFile file = SafetensorsFile.open(write(Kind.LORA, Form.SINGLE));
    assertThat(shape(file, layer + ".lora_down.weight")).isEqualTo(down);
    assertThat(shape(file, layer + ".lora_up.weight")).isEqualTo(up);
  }

  /**
   * kohya's scripts make 192 modules of Stable Diffusion 1.5's UNet and 72 of its text encoder
   * ("create LoRA for U-Net: 192 modules" in their log).
   */
  @Test
  void aLoraOfVersion1ChangesAsManyLayersAsKohyas() {
    List<String> names = List.copyOf(LoraShapes.of(Recipes.like("sd15"), 16).keySet());
    assertThat(names).filteredOn(name -> name.startsWith("lora_unet_")).hasSize(2 * 192);
    assertThat(names).filteredOn(name -> name.startsWith("lora_te_")).hasSize(2 * 72);
  }

  @Test
  void noMatrixIsOfZeros() {
    for (Kind kind : List.of(Kind.CONTROLNET, Kind.LORA)) {
      SafetensorsFile file = SafetensorsFile.open(write(kind, Form.SINGLE));
      for (String name : file.names()) {
        if (file.shape(name).size() > 1) {
          assertThat(file.read(name)).as(name).doesNotContain(Float.NaN).isNotEmpty();
          assertThat(share(file.read(name))).as(name).isGreaterThan(0.99);
        }
      }
    }
  }

  @Test
  void aFolderHoldsWhatTheFileHolds() {
    Path folder = write(Kind.CONTROLNET, Form.DIFFUSERS);
    assertThat(folder.resolve("config.json")).content().contains("ControlNetModel");
    SafetensorsFile inFolder =
        SafetensorsFile.open(folder.resolve("diffusion_pytorch_model.safetensors"));
    SafetensorsFile single = SafetensorsFile.open(write(Kind.CONTROLNET, Form.SINGLE));
    assertThat(inFolder.names()).isEqualTo(single.names());
    String zero = "controlnet_down_blocks.0.weight";
    assertThat(inFolder.read(zero)).isEqualTo(single.read(zero));
  }

  @Test
  void whatDoesNotExistIsRefused() throws IOException {
    refused(
        model("tiny", Kind.LORA, Form.DIFFUSERS, values()),
        "a LoRA is one file; choose the format single");
    refused(
        model("tiny", Kind.CONTROLNET, Form.ONNX, values()),
        "a random ControlNet is written as single or diffusers; choose one of them");
    assertThatThrownBy(() -> Recipes.lora(Recipes.like("tiny"), 0))
        .hasMessage("the rank of a LoRA is a number from 1 to 1024, not 0");
  }

  @Test
  void aFullDiskIsToldBeforeTheFirstByte() {
    Path place = Path.of("/models/sd15.safetensors");
    assertThatThrownBy(
            () -> DiskRoom.demand(place, 4_265_000_001L, Path.of("/models"), 1_200_999_999))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "/models/sd15.safetensors needs 4266 MB and the disk of /models has 1200 MB free; make"
                + " room there or name another place");
    DiskRoom.demand(place, 10, Path.of("/models"), 10);
  }

  /** Fifty terabytes, of which each convolution takes 155 GB. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void whatDoesNotFitLeavesNothing(Form form) throws IOException {
    List<String> changes = List.of("block_out_channels=[65536,65536]", "layers_per_block=16");
    ObjectNode huge = Recipes.sweep(Recipes.like("tiny"), changes).values().iterator().next();
    Path place = temp.resolve("new/huge.safetensors");
    assertThatThrownBy(() -> new RandomModel(huge, values(), Kind.MODEL, form).write(place))
        .isInstanceOf(BadRequest.class)
        .hasMessageMatching(
            ".*new/huge.safetensors needs \\d{8} MB and the disk of "
                + temp
                + " has \\d+ MB free; make room there or name another place");
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).isEmpty();
    }
  }

  private void refused(RandomModel model, String sentence) throws IOException {
    assertThatThrownBy(() -> model.write(temp.resolve("bad")))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).isEmpty();
    }
  }

  private Path write(Kind kind, Form form) {
    return model("tiny", kind, form, values()).write(temp.resolve(kind + "-" + form)).path();
  }

  private static Values values() {
    return new Values(3, Precision.F32, false);
  }

  private static RandomModel model(String like, Kind kind, Form form, Values values) {
    ObjectNode shape = Recipes.like(like);
    ObjectNode whole =
        switch (kind) {
          case MODEL -> shape;
          case CONTROLNET -> Recipes.controlnet(shape);
          case LORA -> Recipes.lora(shape, 16);
        };
    return new RandomModel(whole, values, kind, form);
  }

  private static String shape(SafetensorsFile file, String name) {
    return file.shape(name).toString().replaceAll("[\\[\\] ]", "");
  }

  /** Of the values that are not 0. */
  private static double share(float... values) {
    int some = 0;
    for (float value : values) {
      some += value != 0 ? 1 : 0;
    }
    return (double) some / values.length;
  }
}
