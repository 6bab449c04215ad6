package dev.kiln.host.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.weights.NameTable;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.host.weights.config.UnetVariant;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.Safetensors;
import dev.kiln.host.weights.file.SafetensorsWriter;
import dev.kiln.host.weights.file.StoredTensor;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final String CONV_IN = "model.diffusion_model.input_blocks.0.0.weight";

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"sd15", "sd21", "upscaler", "odd", "controlnet"})
  void eachParameterIsFoundWhereDiffusersFindsIt(String name) {
    NameTable table = NameTable.read(name);
    Checkpoint checkpoint = Checkpoint.read(table.write(temp.resolve("model.safetensors")));
    Map<String, StoredTensor> tensors = Safetensors.read(checkpoint.file()).tensors();
    assertThat(table.rows()).isNotEmpty();
    for (NameTable.Row row : table.rows()) {
      Weight weight = checkpoint.weights(row.part()).weight(row.name(), row.shape());
      Weight.InFile whole = tensors.get(row.key()).place();
      long length = whole.length() / row.parts();
      assertThat(weight.data())
          .as(row.name())
          .isEqualTo(
              new Weight.InFile(whole.file(), whole.offset() + row.index() * length, length));
      assertThat(weight.shape()).isEqualTo(row.shape());
      assertThat(weight.name()).isEqualTo(row.name());
    }
  }

  @Test
  void stableDiffusion1IsConfiguredAsDiffusersHasIt() {
    Checkpoint model = open(NameTable.read("sd15"));
    assertThat(model.kind()).isEqualTo(CheckpointKind.STABLE_DIFFUSION_1);
    assertThat(model.variant()).isEqualTo(UnetVariant.TEXT_TO_IMAGE);
    assertThat(model.parts()).containsExactly(Part.UNET, Part.TEXT_ENCODER, Part.VAE);
    assertThat(model.prediction()).contains(Prediction.EPSILON);
    assertHas(
        model.config(Part.UNET),
        """
        {"in_channels": 4, "out_channels": 4, "block_out_channels": [320, 640, 1280, 1280],
         "layers_per_block": 2, "cross_attention_dim": 768, "attention_head_dim": 8,
         "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
           "CrossAttnDownBlock2D", "DownBlock2D"],
         "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D",
           "CrossAttnUpBlock2D"],
         "use_linear_projection": false, "only_cross_attention": false,
         "transformer_layers_per_block": 1, "norm_num_groups": 32, "sample_size": 64}
        """);
    assertThat(model.config(Part.UNET).has("num_class_embeds")).isFalse();
    assertHas(
        model.config(Part.TEXT_ENCODER),
        """
        {"hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12,
         "intermediate_size": 3072, "hidden_act": "quick_gelu", "vocab_size": 49408,
         "max_position_embeddings": 77, "eos_token_id": 49407}
        """);
    assertHas(
        model.config(Part.VAE),
        """
        {"block_out_channels": [128, 256, 512, 512], "layers_per_block": 2, "latent_channels": 4,
         "in_channels": 3, "out_channels": 3, "scaling_factor": 0.18215, "norm_num_groups": 32,
         "use_quant_conv": true, "use_post_quant_conv": true, "mid_block_add_attention": true}
        """);
    assertHas(
        model.scheduler(Prediction.EPSILON),
        """
        {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
         "prediction_type": "epsilon", "num_train_timesteps": 1000}
        """);
  }

  @Test
  void stableDiffusion2HasHeadsOf64AndStopsBeforeItsLastTextLayer() {
    Checkpoint model = open(NameTable.read("sd21"));
    assertThat(model.kind()).isEqualTo(CheckpointKind.STABLE_DIFFUSION_2);
    assertThat(model.prediction()).isEmpty();
    assertHas(
        model.config(Part.UNET),
        """
        {"cross_attention_dim": 1024, "attention_head_dim": [5, 10, 20, 20],
         "use_linear_projection": true, "only_cross_attention": false}
        """);
    assertHas(
        model.config(Part.TEXT_ENCODER),
        """
        {"hidden_size": 1024, "num_hidden_layers": 23, "num_attention_heads": 16,
         "hidden_act": "gelu"}
        """);
  }

  @Test
  void theUpscalerHasClassLabelsEightHeadsAndLevelsWithoutSelfAttention() {
    Checkpoint model = open(NameTable.read("upscaler"));
    assertThat(model.kind()).isEqualTo(CheckpointKind.STABLE_DIFFUSION_2);
    assertThat(model.variant()).isEqualTo(UnetVariant.UPSCALER);
    assertThat(model.prediction()).contains(Prediction.V);
    assertHas(
        model.config(Part.UNET),
        """
        {"in_channels": 7, "block_out_channels": [256, 512, 512, 1024], "num_class_embeds": 1000,
         "attention_head_dim": 8, "use_linear_projection": true, "cross_attention_dim": 1024,
         "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
           "CrossAttnDownBlock2D"],
         "only_cross_attention": [false, true, true, false]}
        """);
    assertHas(
        model.config(Part.VAE),
        """
        {"block_out_channels": [128, 256, 512], "scaling_factor": 0.08333}
        """);
    assertHas(
        model.scheduler(Prediction.V),
        """
        {"beta_start": 0.0001, "beta_end": 0.02, "prediction_type": "v_prediction"}
        """);
  }

  @Test
  void otherNumbersOfLevelsAndLayersAreSeen() {
    Checkpoint model = open(NameTable.read("odd"));
    assertHas(
        model.config(Part.UNET),
        """
        {"block_out_channels": [32, 64, 96], "layers_per_block": 1, "cross_attention_dim": 64,
         "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"],
         "up_block_types": ["CrossAttnUpBlock2D", "UpBlock2D", "CrossAttnUpBlock2D"]}
        """);
    assertHas(
        model.config(Part.VAE),
        """
        {"block_out_channels": [16, 32], "layers_per_block": 1, "norm_num_groups": 16}
        """);
  }

  @Test
  void aControlNetKnowsTheSizesOfItsHint() {
    for (String prefix : List.of("control_model.", "")) {
      Checkpoint model =
          open(
              NameTable.read("controlnet")
                  .renamed(key -> prefix + key.substring("control_model.".length())));
      assertThat(model.kind()).isEqualTo(CheckpointKind.CONTROLNET);
      assertThat(model.parts()).containsExactly(Part.CONTROLNET);
      assertHas(
          model.config(Part.CONTROLNET),
          """
          {"conditioning_embedding_out_channels": [16, 32, 96, 256], "conditioning_channels": 3,
           "block_out_channels": [320, 640, 1280, 1280], "cross_attention_dim": 768}
          """);
      assertThat(model.weights(Part.CONTROLNET).weight("controlnet_mid_block.bias", 1280).size())
          .isEqualTo(1280);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, TEXT_TO_IMAGE", "9, INPAINTING", "8, INSTRUCTION", "5, DEPTH_TO_IMAGE"})
  void theChannelsThatItReadsTellWhatAUnetIsFor(long channels, UnetVariant variant) {
    Checkpoint model = open(NameTable.read("sd15").with(CONV_IN, 320, channels, 3, 3));
    assertThat(model.variant()).isEqualTo(variant);
    assertThat(model.config(Part.UNET).path("in_channels").asLong()).isEqualTo(channels);
  }

  @Test
  void aVaeOnItsOwnHasItsPrefixOrNone() {
    for (String prefix : List.of("first_stage_model.", "")) {
      Checkpoint model =
          open(
              NameTable.read("sd15")
                  .renamed(
                      key ->
                          key.startsWith("first_stage_model.")
                              ? prefix + key.substring("first_stage_model.".length())
                              : ""));
      assertThat(model.kind()).isEqualTo(CheckpointKind.VAE);
      assertThat(model.parts()).containsExactly(Part.VAE);
      assertThat(model.weights(Part.VAE).has("decoder.up_blocks.3.resnets.2.conv2.bias")).isTrue();
      assertThatThrownBy(() -> model.config(Part.UNET))
          .isInstanceOf(BadRequest.class)
          .hasMessageEndingWith(" is a VAE without a unet; use a file that holds one");
    }
  }

  @Test
  void theTextEncoderMayLackItsMiddleName() {
    Checkpoint model =
        open(
            NameTable.read("sd15")
                .renamed(key -> key.replace("transformer.text_model.", "transformer.")));
    assertThat(model.config(Part.TEXT_ENCODER).path("num_hidden_layers").asInt()).isEqualTo(12);
    assertThat(model.weights(Part.TEXT_ENCODER).has("text_model.final_layer_norm.bias")).isTrue();
  }

  @Test
  void networksOfDiffusersFoldersAreKnownByTheirNamesAsWell() throws IOException {
    Path models = DefaultModel.diffusers();
    Map<Part, String> files =
        Map.of(
            Part.UNET, "default/unet/diffusion_pytorch_model",
            Part.VAE, "default/vae/diffusion_pytorch_model",
            Part.TEXT_ENCODER, "default/text_encoder/model",
            Part.CONTROLNET, "controlnet/pose/diffusion_pytorch_model");
    for (var file : files.entrySet()) {
      Path path = models.resolve(file.getValue() + ".safetensors");
      Checkpoint model = Checkpoint.read(path);
      assertThat(model.parts()).containsExactly(file.getKey());
      JsonNode published = new ObjectMapper().readTree(path.resolveSibling("config.json").toFile());
      JsonNode found = model.config(file.getKey());
      // Heads and groups of so small a model cannot be seen.
      Stream.of(
              "block_out_channels",
              "layers_per_block",
              "down_block_types",
              "up_block_types",
              "cross_attention_dim",
              "use_linear_projection",
              "in_channels",
              "out_channels",
              "conditioning_embedding_out_channels",
              "hidden_size",
              "intermediate_size",
              "num_hidden_layers",
              "vocab_size",
              "hidden_act",
              "eos_token_id",
              "latent_channels",
              "scaling_factor")
          .filter(published::has)
          .forEach(key -> assertThat(found.get(key)).as(key).isEqualTo(published.get(key)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight, LORA",
    "unet.down_blocks.0.attentions.0.proj_in.lora_A.weight, LORA",
    "unet.down_blocks.0.attn1.processor.to_q_lora.down.weight, LORA",
    "lycoris_unet.hada_w1_a, LORA",
    "emb_params, TEXTUAL_INVERSION",
    "<cat-toy>, TEXTUAL_INVERSION",
    "body.0.rdb1.conv1.weight, UPSCALER",
    "RRDB_trunk.0.RDB1.conv1.weight, UPSCALER",
    "params_ema.model.1.sub.0.RDB1.conv1.0.weight, UPSCALER",
    "block_1.c1_r.sk.weight, UPSCALER",
    "body.1.weight, UPSCALER",
    "conditioner.embedders.0.transformer.text_model.final_layer_norm.weight, STABLE_DIFFUSION_XL",
    "model.diffusion_model.label_emb.0.0.weight, STABLE_DIFFUSION_XL",
    "model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight, STABLE_DIFFUSION_3",
    "model.diffusion_model.double_blocks.0.img_attn.qkv.weight, FLUX",
    "double_blocks.0.img_attn.qkv.weight, FLUX",
    "body.0.in_conv.weight, ADAPTER",
    "difference, DIFFERENCE",
    "something.else, UNKNOWN"
  })
  void whatIsNoModelIsNamedAndRefusedWithItsReason(String key, CheckpointKind kind)
      throws IOException {
    Path file = temp.resolve("file.safetensors");
    new SafetensorsWriter(Map.of(), List.of(NewTensor.zeros(key, ElementType.FLOAT, 2, 2)))
        .write(file);
    Checkpoint model = Checkpoint.read(file);
    assertThat(model.kind()).isEqualTo(kind);
    assertThat(model.parts()).isEmpty();
    assertThatThrownBy(() -> model.weights(Part.UNET))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(model.file() + " is a " + kind.label() + ", wh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd15", "sd21", "upscaler", "odd"})
  void aNewSingleFileGetsTheNamesThatItIsReadBy(String name) throws IOException {
    NameTable table = NameTable.read(name);
    Checkpoint model = open(table);
    Map<Part, Map<String, long[]>> parameters = new EnumMap<>(Part.class);
    table
        .rows()
        .forEach(
            row ->
                parameters
                    .computeIfAbsent(row.part(), part -> new LinkedHashMap<>())
                    .put(row.name(), row.shape()));
    Map<String, long[]> file = new LinkedHashMap<>();
    parameters.forEach(
        (part, shapes) ->
            file.putAll(SingleFileNames.of(part, model.config(part)).tensors(shapes)));
    Set<String> published = new TreeSet<>(table.file().keySet());
    published.remove("cond_stage_model.model.text_projection");
    assertThat(new TreeSet<>(file.keySet())).isEqualTo(published);
    Path again = new NameTable(file, List.of()).write(temp.resolve("again.safetensors"));
    for (Part part : model.parts()) {
      assertThat(Checkpoint.read(again).config(part)).isEqualTo(model.config(part));
    }
  }

  @Test
  void aNewControlNetGetsTheNamesThatItIsReadBy() {
    NameTable table = NameTable.read("controlnet");
    Checkpoint model = open(table);
    SingleFileNames names = SingleFileNames.of(Part.CONTROLNET, model.config(Part.CONTROLNET));
    Map<String, long[]> shapes = new LinkedHashMap<>();
    table.rows().forEach(row -> shapes.put(row.name(), row.shape()));
    assertThat(names.tensors(shapes).keySet())
        .containsExactlyInAnyOrderElementsOf(table.file().keySet());
  }

  @Test
  void marksInTheFileTellThePrediction() throws IOException {
    assertThat(predictionOf(Map.of("modelspec.prediction_type", "v"), "x")).contains(Prediction.V);
    assertThat(predictionOf(Map.of("modelspec.predict_key", "epsilon"), "x"))
        .contains(Prediction.EPSILON);
    assertThat(predictionOf(Map.of(), "v_pred")).contains(Prediction.V);
    assertThat(predictionOf(Map.of(), "x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.ckpt", "model.PT", "model.pth", "pytorch_model.bin"})
  void picklesAreRefusedWithTheWayToConvertThem(String name) throws IOException {
    Path file = Files.writeString(temp.resolve(name), "PK");
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(file + " is a Python pickle, which can run any code")
        .hasMessageContaining("torch.load('" + name + "', map_location='cpu', weights_only=True)")
        .hasMessageContaining("save_file(");
  }

  @Test
  void aPicklesNameCannotBreakOutOfTheCommand() throws IOException {
    Path file = Files.writeString(temp.resolve("a'); print('.ckpt"), "PK");
    assertThatThrownBy(() -> Checkpoint.read(file))
        .hasMessageContaining("torch.load('model.ckpt', map_location");
  }

  private Optional<Prediction> predictionOf(Map<String, String> metadata, String key)
      throws IOException {
    Path file = temp.resolve("marked.safetensors");
    new SafetensorsWriter(metadata, List.of(NewTensor.zeros(key, ElementType.FLOAT, 0)))
        .write(file);
    return Checkpoint.read(file).prediction();
  }

  private Checkpoint open(NameTable table) {
    return Checkpoint.read(table.write(temp.resolve("model.safetensors")));
  }

  private static void assertHas(JsonNode config, String expected) {
    try {
      for (var field : new ObjectMapper().readTree(expected).properties()) {
        assertThat(config.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
