package dev.kiln.host.network;

import dev.kiln.host.network.UnetConfig.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the configuration of a UNet, and refuses what Stable Diffusion 1 and 2 models do not have.
 */
final class UnetConfigReader {
  private static final String CROSS_DOWN = "CrossAttnDownBlock2D";
  private static final String CROSS_UP = "CrossAttnUpBlock2D";

  private final ConfigFields fields;

  UnetConfigReader(ConfigFields fields) {
    this.fields = fields;
  }

  UnetConfig read() {
    refuseOthers();
    int groups = fields.whole("norm_num_groups", 32, 1, 4096);
    List<Integer> channels = fields.grouped("block_out_channels", groups);
    return new UnetConfig(
        fields.whole("in_channels", 4, 1, 64),
        fields.whole("out_channels", 4, 1, 64),
        levels(channels),
        !fields.text("mid_block_type", "UNetMidBlock2DCrossAttn").equals("UNetMidBlock2D"),
        fields.whole("layers_per_block", 2, 1, 16),
        fields.whole("cross_attention_dim", 1280, 1, 1 << 16),
        fields.truth("use_linear_projection", false),
        groups,
        (float) fields.real("norm_eps", 1e-5),
        fields.whole("num_class_embeds", 0, 0, 1 << 16),
        fields.truth("flip_sin_to_cos", true),
        fields.whole("freq_shift", 0, 0, 1));
  }

  private void refuseOthers() {
    fields.only("act_fn", "silu", "swish");
    fields.only("time_embedding_type", "positional");
    fields.only("resnet_time_scale_shift", "default");
    fields.only("addition_embed_type");
    fields.only("encoder_hid_dim_type");
    fields.only("class_embed_type");
    fields.only("time_cond_proj_dim");
    fields.only("mid_block_type", "UNetMidBlock2DCrossAttn", "UNetMidBlock2D");
    fields.only("attention_type", "default");
    fields.only("dual_cross_attention", "false");
    fields.only("class_embeddings_concat", "false");
    fields.only("center_input_sample", "false");
    fields.only("conv_in_kernel", "3");
    fields.only("conv_out_kernel", "3");
    fields.only("downsample_padding", "1");
  }

  private List<Level> levels(List<Integer> channels) {
    int count = channels.size();
    List<String> down = types("down_block_types", count, CROSS_DOWN, "DownBlock2D");
    List<String> up =
        fields.has("up_block_types") ? types("up_block_types", count, CROSS_UP, "UpBlock2D") : down;
    boolean upward = fields.has("up_block_types");
    // The field's name is diffusers' old mistake: it holds the number of heads.
    String headsField =
        fields.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
    List<Integer> heads = fields.wholes(headsField, 8, count, 1024);
    List<Integer> layers = fields.wholes("transformer_layers_per_block", 1, count, 32);
    List<Boolean> onlyCross = fields.truths("only_cross_attention", count);
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (channels.get(i) % heads.get(i) != 0) {
        throw fields.wrong(
            headsField,
            fields.json().path(headsField),
            "a divisor of the channels, " + channels.get(i) + " at level " + i);
      }
      levels.add(
          new Level(
              channels.get(i),
              down.get(i).equals(CROSS_DOWN),
              upward && up.get(count - 1 - i).equals(CROSS_UP),
              heads.get(i),
              layers.get(i),
              onlyCross.get(i)));
    }
    return levels;
  }

  private List<String> types(String field, int count, String... allowed) {
    List<String> types = fields.texts(field, count);
    for (String type : types) {
      if (!List.of(allowed).contains(type)) {
        throw fields.wrong(
            field, fields.json().path(field), "a list of " + String.join(" or ", allowed));
      }
    }
    return types;
  }
}
