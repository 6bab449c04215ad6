package dev.kiln.host.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shapes that random models may have. */
class RecipesTest {
  @TempDir private Path temp;

  @Test
  void knownShapesAreThoseOfTheModelsThatPeopleKnow() {
    assertThat(Recipes.like("sd15").at("/unet/block_out_channels").toString())
        .isEqualTo("[320,640,1280,1280]");
    assertThat(Recipes.like("sd15").at("/text_encoder/hidden_size").asInt()).isEqualTo(768);
    assertThat(Recipes.like("sd21").at("/text_encoder/hidden_size").asInt()).isEqualTo(1024);
    assertThat(Recipes.like("sd21").at("/unet/use_linear_projection").asBoolean()).isTrue();
    // The UNet of version 1.5 has 859,520,964 parameters, as its paper and its file have it.
    assertThat(parameters("unet", Recipes.like("sd15"))).isEqualTo(859_520_964);
    // That of version 2: the same, its text 1024 wide, its projections linear.
    assertThat(parameters("unet", Recipes.like("sd21"))).isEqualTo(865_910_724);
    assertThat(parameters("text_encoder", Recipes.like("sd15"))).isEqualTo(123_060_480);
    assertThat(parameters("vae", Recipes.like("sd15"))).isEqualTo(83_653_863);
  }

  @Test
  void aShapeThatNobodyKnowsIsRefused() {
    refused(
        () -> Recipes.like("sd3"), "there is no model shape \"sd3\"; there are: sd15, sd21, tiny");
  }

  @Test
  void valuesOfAKeyMakeAModelEachWithEachOfTheOthers() {
    Map<String, ObjectNode> shapes =
        Recipes.sweep(
            Recipes.like("tiny"),
            List.of(
                "layers_per_block=1",
                "layers_per_block=2",
                "vae.block_out_channels=[32,32,32,64]",
                "text_encoder.hidden_act=gelu",
                "text_encoder.hidden_act=quick_gelu"));
    assertThat(shapes)
        .containsOnlyKeys(
            "layers_per_block=1,text_encoder.hidden_act=gelu",
            "layers_per_block=1,text_encoder.hidden_act=quick_gelu",
            "layers_per_block=2,text_encoder.hidden_act=gelu",
            "layers_per_block=2,text_encoder.hidden_act=quick_gelu");
    ObjectNode last = shapes.get("layers_per_block=2,text_encoder.hidden_act=quick_gelu");
    assertThat(last.at("/unet/layers_per_block").asInt()).isEqualTo(2);
    assertThat(last.at("/text_encoder/hidden_act").asText()).isEqualTo("quick_gelu");
    assertThat(last.at("/vae/block_out_channels").toString()).isEqualTo("[32,32,32,64]");
    assertThat(Recipes.sweep(Recipes.like("tiny"), List.of()))
        .isEqualTo(Map.of("", Recipes.like("tiny")));
  }

  @Test
  void listsAmongTheValuesGiveNamesThatFilesMayHave() {
    assertThat(
            Recipes.sweep(
                Recipes.like("tiny"),
                List.of("block_out_channels=[32, 64]", "block_out_channels=[64,64]")))
        .containsOnlyKeys("block_out_channels=_32,_64_", "block_out_channels=_64,64_");
  }

  @Test
  void settingsThatSetNothingAreRefused() {
    for (String setting : new String[] {"layers_per_block", "=1", ""}) {
      refused(
          () -> Recipes.sweep(Recipes.like("tiny"), List.of(setting)),
          "\"" + setting + "\" sets nothing; write KEY=VALUE, for example layers_per_block=1");
    }
    refused(
        () -> Recipes.sweep(Recipes.like("tiny"), List.of("clip.width=1")),
        "\"clip.width\" sets a field of \"clip\"; a model has unet, text_encoder, vae");
  }

  @Test
  void aBareConfigIsTheUnetsAndTheRestIsAsInVersion15() throws IOException {
    Path file = Files.writeString(temp.resolve("config.json"), "{\"layers_per_block\": 1}");
    ObjectNode expected = Recipes.like("sd15");
    ((ObjectNode) expected.path("unet")).put("layers_per_block", 1);
    assertThat(Recipes.file(file)).isEqualTo(expected);
  }

  @Test
  void aWholeObjectChangesEachOfItsParts() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("model.json"),
            """
            {"unet": {"in_channels": 9}, "vae": {"layers_per_block": 1},
             "scheduler": {"prediction_type": "v_prediction"}}
            """);
    ObjectNode expected = Recipes.like("sd15");
    ((ObjectNode) expected.path("unet")).put("in_channels", 9);
    ((ObjectNode) expected.path("vae")).put("layers_per_block", 1);
    ((ObjectNode) expected.path("scheduler")).put("prediction_type", "v_prediction");
    assertThat(Recipes.file(file)).isEqualTo(expected);
  }

  @Test
  void filesThatDescribeNoModelAreRefused() throws IOException {
    Path file = temp.resolve("config.json");
    refused(() -> Recipes.file(file), file + " is no readable JSON; give a config.json");
    Files.writeString(file, "{");
    refused(() -> Recipes.file(file), file + " is no readable JSON; give a config.json");
    Files.writeString(file, "[1]");
    refused(() -> Recipes.file(file), file + " holds no JSON object; give a config.json");
    Files.writeString(file, "");
    refused(() -> Recipes.file(file), file + " holds no JSON object; give a config.json");
    for (String other : new String[] {"{\"unet\": 3}", "{\"unet\": {}, \"lora\": {}}"}) {
      Files.writeString(file, other);
      refused(
          () -> Recipes.file(file),
          file
              + " has \""
              + (other.contains("lora") ? "lora" : "unet")
              + "\"; a model has unet, text_encoder, vae and scheduler");
    }
  }

  private static long parameters(String part, ObjectNode shape) {
    return ParameterShapes.of(part, shape).values().stream()
        .mapToLong(
            sides -> {
              long size = 1;
              for (long side : sides) {
                size *= side;
              }
              return size;
            })
        .sum();
  }

  private static void refused(Runnable attempt, String sentence) {
    assertThatThrownBy(attempt::run).isInstanceOf(BadRequest.class).hasMessage(sentence);
  }
}
