package dev.kiln.host.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.random.Recipes;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations that cannot be built say field, found and expected. */
class ConfigTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          act_fn                | "gelu"      | silu or swish
          class_embed_type      | "timestep"  | null
          addition_embed_type   | "text_time" | null
          in_channels           | 0           | a whole number from 1 to 64
          in_channels           | 4.5         | a whole number from 1 to 64
          in_channels           | 9999999999  | a whole number from 1 to 64
          layers_per_block      | [1,2]       | a whole number from 1 to 16
          cross_attention_dim   | "64"        | a whole number from 1 to 65536
          norm_num_groups       | -1          | a whole number from 1 to 4096
          norm_eps              | "small"     | a number
          use_linear_projection | "yes"       | true or false
          block_out_channels    | []          | a list of one to eight numbers
          block_out_channels    | 32          | a list of one to eight numbers
          block_out_channels    | [32,48]     | multiples of norm_num_groups, 32
          attention_head_dim    | 5           | a divisor of the channels, 32 at level 0
          attention_head_dim    | [8]         | a list of 2
          down_block_types      | ["DownBlock2D"] | a list of 2
          up_block_types        | ["UpBlock2D","UpBlock3D"] | a list of CrossAttnUpBlock2D or UpBlock2D
          mid_block_type        | "UNetMidBlock2DSimpleCrossAttn" | UNetMidBlock2DCrossAttn or UNetMidBlock2D
          only_cross_attention  | "no"        | true or false
          """)
  void unetsThatCannotBeBuiltAreRefused(String field, String found, String expected)
      throws IOException {
    refused("unet", UnetConfig::of, field, found, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hidden_act          | "relu" | quick_gelu or gelu
          hidden_size         | true   | a whole number from 1 to 16384
          num_attention_heads | 5      | a divisor of hidden_size, 64
          num_hidden_layers   | 101    | a whole number from 1 to 100
          """)
  void textEncodersThatCannotBeBuiltAreRefused(String field, String found, String expected)
      throws IOException {
    refused("text_encoder", ClipTextConfig::of, field, found, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          act_fn             | "relu"      | silu
          shift_factor       | 0.1159      | null
          layers_per_block   | 0           | a whole number from 1 to 16
          block_out_channels | [32,40]     | multiples of norm_num_groups, 32
          latent_channels    | 65          | a whole number from 1 to 64
          use_quant_conv     | 1           | true or false
          down_block_types   | ["DownEncoderBlock2D","AttnDownEncoderBlock2D","DownEncoderBlock2D","DownEncoderBlock2D"] | a list of DownEncoderBlock2D
          """)
  void autoencodersThatCannotBeBuiltAreRefused(String field, String found, String expected)
      throws IOException {
    refused("vae", VaeConfig::of, field, found, expected);
  }

  @Test
  void aMissingListOfChannelsIsNamed() {
    assertThatThrownBy(() -> UnetConfig.of(JSON.createObjectNode(), "unet/config.json"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "unet/config.json: \"block_out_channels\" is missing; Kiln builds networks where it is"
                + " a list of one to eight numbers");
  }

  @Test
  void whatIsLeftOutIsAsDiffusersHasIt() throws IOException {
    UnetConfig config =
        UnetConfig.of(
            JSON.readTree(
                "{\"block_out_channels\": [320], \"down_block_types\": [\"DownBlock2D\"],"
                    + " \"act_fn\": null}"),
            "unet");
    assertThat(config.inChannels()).isEqualTo(4);
    assertThat(config.layersPerBlock()).isEqualTo(2);
    assertThat(config.contextWidth()).isEqualTo(1280);
    assertThat(config.groups()).isEqualTo(32);
    assertThat(config.levels().get(0).heads()).isEqualTo(8);
  }

  private static void refused(
      String part,
      BiFunction<JsonNode, String, ?> reader,
      String field,
      String found,
      String expected)
      throws IOException {
    ObjectNode config = (ObjectNode) Recipes.like("tiny").path(part);
    config.set(field, JSON.readTree(found));
    assertThatThrownBy(() -> reader.apply(config, "config.json"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "config.json: \""
                + field
                + "\" is "
                + found
                + "; Kiln builds networks where it is "
                + expected);
  }
}
