package dev.kiln.plugin.systeminfo.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.spi.BadRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnetFlopsTest {
  private static final String CONFIG =
      """
      {"block_out_channels": %s, "cross_attention_dim": %s, "layers_per_block": %s,
       "in_channels": 4, "out_channels": 4,
       "down_block_types": %s, "up_block_types": %s}
      """;
  private static final String C = "\"CrossAttn\"";
  private static final String D = "\"Block\"";

  // torch 2.15's FlopCounterMode on diffusers 0.39's UNet2DConditionModel, one row.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Kiln's default | [64, 128, 192] | 128 | 1 | CCD | DCC | 16 | 16 | 973500416",
        "tiny | [32, 64] | 64 | 1 | CD | DC | 16 | 24 | 318930944",
        "Stable Diffusion 1.5 | [320, 640, 1280, 1280] | 768 | 2 | CCCD | DCCC | 64 | 64 | 803273441280",
      })
  void areThoseThatTorchCounts(
      String name,
      String channels,
      String cross,
      String layers,
      String down,
      String up,
      int height,
      int width,
      double expected) {
    assertThat(UnetFlops.of(config(channels, cross, layers, down, up), height, width))
        .as(name)
        .isEqualTo(expected);
  }

  @Test
  void aConfigOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> UnetFlops.of(config("[32, 64]", "64", "[1, 2]", "CD", "DC"), 16, 16))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the UNet's config.json has [1, 2] for layers_per_block, whose operations are not"
                + " counted; the peers take models of Stable Diffusion 1 and 2");
  }

  private static Map<String, ?> config(
      String channels, String cross, String layers, String down, String up) {
    return new JsonCodec()
        .object("a config", CONFIG.formatted(channels, cross, layers, blocks(down), blocks(up)));
  }

  private static String blocks(String letters) {
    return "[" + String.join(", ", letters.split("")).replace("C", C).replace("D", D) + "]";
  }
}
