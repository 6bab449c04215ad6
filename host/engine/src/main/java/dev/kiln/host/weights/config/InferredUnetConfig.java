package dev.kiln.host.weights.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.weights.StateDict;
import dev.kiln.host.weights.name.UnetLayout;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The config.json of a UNet or ControlNet, from its layout and shapes. */
public final class InferredUnetConfig {
  private static final int HEADS = 8;

  /** Values a head of Stable Diffusion 2. */
  private static final int HEAD_SIZE = 64;

  private final StateDict weights;
  private final Shapes shapes;
  private final UnetLayout layout;

  public InferredUnetConfig(StateDict weights, UnetLayout layout) {
    this.weights = weights;
    this.shapes = new Shapes(weights);
    this.layout = layout;
    if (layout.levels().isEmpty() || layout.levels().stream().anyMatch(this::isHollow)) {
      throw new BadRequest(
          weights.file() + " has a UNet with a level without blocks; download or copy it again");
    }
  }

  private boolean isHollow(UnetLayout.Level level) {
    return level.layers() == 0 || level.channels() == 0;
  }

  public ObjectNode unet() {
    ObjectNode config = common("UNet2DConditionModel");
    config.put("sample_size", config.has("num_class_embeds") ? 128 : 64);
    config.put("out_channels", shapes.size("conv_out.weight", 0));
    config.put("center_input_sample", false);
    List<String> up = new ArrayList<>();
    layout.levels().forEach(level -> up.add(type(level, "UpBlock2D")));
    Collections.reverse(up);
    up.forEach(config.putArray("up_block_types")::add);
    return config;
  }

  public ObjectNode controlNet() {
    ObjectNode config = common("ControlNetModel");
    String hint = "controlnet_cond_embedding.";
    config.put("conditioning_channels", shapes.size(hint + "conv_in.weight", 1));
    config.put("controlnet_conditioning_channel_order", "rgb");
    ArrayNode channels = config.putArray("conditioning_embedding_out_channels");
    channels.add(shapes.size(hint + "conv_in.weight", 0));
    // Of each two convolutions the second widens.
    for (int block = 1; shapes.has(hint + "blocks." + block + ".weight"); block += 2) {
      channels.add(shapes.size(hint + "blocks." + block + ".weight", 0));
    }
    return config;
  }

  private ObjectNode common(String type) {
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.put("_class_name", type);
    config.put("in_channels", shapes.size("conv_in.weight", 1));
    ArrayNode channels = config.putArray("block_out_channels");
    ArrayNode down = config.putArray("down_block_types");
    for (UnetLayout.Level level : layout.levels()) {
      channels.add(level.channels());
      down.add(type(level, "DownBlock2D"));
    }
    config.put("mid_block_type", "UNetMidBlock2DCrossAttn");
    addOneOrAll(
        config,
        "layers_per_block",
        layout.levels().stream().map(UnetLayout.Level::layers).toList());
    config.put(
        "norm_num_groups",
        Shapes.groups(layout.levels().stream().map(UnetLayout.Level::channels).toList()));
    config.put("norm_eps", 1e-5);
    config.put("act_fn", "silu");
    config.put("flip_sin_to_cos", true);
    config.put("freq_shift", 0);
    config.put("downsample_padding", 1);
    config.put("mid_block_scale_factor", 1);
    if (shapes.has("class_embedding.weight")) {
      config.put("num_class_embeds", shapes.size("class_embedding.weight", 0));
    }
    attention(config);
    return config;
  }

  private void attention(ObjectNode config) {
    String middle = "mid_block.attentions.0.";
    String block = middle + "transformer_blocks.0.";
    boolean linear = shapes.axes(middle + "proj_in.weight") == 2;
    config.put("use_linear_projection", linear);
    config.put("cross_attention_dim", shapes.size(block + "attn2.to_k.weight", 1));
    int depth = shapes.count(middle + "transformer_blocks.", ".norm1.weight");
    List<Integer> depths = new ArrayList<>();
    List<Integer> heads = new ArrayList<>();
    List<Boolean> crossOnly = new ArrayList<>();
    boolean sized = linear && !config.has("num_class_embeds");
    for (int i = 0; i < layout.levels().size(); i++) {
      UnetLayout.Level level = layout.levels().get(i);
      depths.add(level.depth() == 0 ? depth : level.depth());
      // diffusers calls this attention_head_dim and means the number of heads.
      heads.add(sized ? Math.max(1, level.channels() / HEAD_SIZE) : HEADS);
      String self = "down_blocks." + i + ".attentions.0.transformer_blocks.0.attn1.to_k.weight";
      crossOnly.add(level.depth() > 0 && shapes.size(self, 1) != level.channels());
    }
    addOneOrAll(config, "transformer_layers_per_block", depths);
    if (sized) {
      heads.forEach(config.putArray("attention_head_dim")::add);
    } else {
      config.put("attention_head_dim", HEADS);
    }
    if (crossOnly.contains(true)) {
      crossOnly.forEach(config.putArray("only_cross_attention")::add);
    } else {
      config.put("only_cross_attention", false);
    }
  }

  private static String type(UnetLayout.Level level, String plain) {
    return level.depth() > 0 ? "CrossAttn" + plain : plain;
  }

  /** diffusers takes one number for all levels, or a list. */
  private static void addOneOrAll(ObjectNode config, String key, List<Integer> values) {
    if (values.stream().distinct().count() == 1) {
      config.put(key, values.get(0));
    } else {
      values.forEach(config.putArray(key)::add);
    }
  }
}
