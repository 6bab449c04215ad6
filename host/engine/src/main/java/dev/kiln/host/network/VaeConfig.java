package dev.kiln.host.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The configuration of an AutoencoderKL.
 *
 * @param channels of the picture
 * @param levels channels of each level, from full resolution downwards
 * @param layersPerBlock resnets of a level of the encoder; one more in the decoder
 * @param quantConv whether there is a 1x1 convolution on each side of the latents
 */
public record VaeConfig(
    int channels,
    int latentChannels,
    List<Integer> levels,
    int layersPerBlock,
    int groups,
    boolean middleAttention,
    boolean quantConv) {
  /**
   * Read diffusers' {@code config.json}.
   *
   * @throws dev.kiln.spi.BadRequest when it asks for what Kiln cannot build
   */
  public static VaeConfig of(JsonNode json, String file) {
    ConfigFields fields = new ConfigFields(json, file);
    fields.only("act_fn", "silu");
    fields.only("shift_factor");
    fields.only("latents_mean");
    int groups = fields.whole("norm_num_groups", 32, 1, 4096);
    List<Integer> levels = fields.grouped("block_out_channels", groups);
    for (String type : fields.texts("down_block_types", levels.size())) {
      if (!type.isEmpty() && !type.equals("DownEncoderBlock2D")) {
        throw fields.wrong(
            "down_block_types", json.path("down_block_types"), "a list of DownEncoderBlock2D");
      }
    }
    return new VaeConfig(
        fields.whole("in_channels", 3, 1, 16),
        fields.whole("latent_channels", 4, 1, 64),
        levels,
        fields.whole("layers_per_block", 2, 1, 16),
        groups,
        fields.truth("mid_block_add_attention", true),
        fields.truth("use_quant_conv", true));
  }

  int depth() {
    return levels.size();
  }

  int deepest() {
    return levels.get(levels.size() - 1);
  }

  /** Pixels of a side of the picture for one of the latents: 8 for four levels. */
  public int factor() {
    return 1 << depth() - 1;
  }
}
