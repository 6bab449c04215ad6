package dev.kiln.host.weights.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.weights.StateDict;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.List;

/** The config.json of a VAE, from its shapes. */
public final class InferredVaeConfig {
  private static final double SCALE = 0.18215;

  /** The VAE of the x4 upscaler halves the size twice, where others do three times. */
  private static final double UPSCALER_SCALE = 0.08333;

  private InferredVaeConfig() {}

  public static ObjectNode of(StateDict weights) {
    Shapes shapes = new Shapes(weights);
    List<Integer> channels = new ArrayList<>();
    while (shapes.has(resnet(channels.size(), 0))) {
      channels.add(shapes.size(resnet(channels.size(), 0), 0));
    }
    if (channels.isEmpty()) {
      throw new BadRequest(
          weights.file() + " has a VAE without an encoder; download or copy it again");
    }
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.put("_class_name", "AutoencoderKL");
    config.put("in_channels", shapes.size("encoder.conv_in.weight", 1));
    config.put("out_channels", shapes.size("decoder.conv_out.weight", 0));
    config.put("latent_channels", shapes.size("decoder.conv_in.weight", 1));
    config.put("layers_per_block", shapes.count("encoder.down_blocks.0.resnets.", ".conv1.weight"));
    channels.forEach(config.putArray("block_out_channels")::add);
    ArrayNode down = config.putArray("down_block_types");
    ArrayNode up = config.putArray("up_block_types");
    for (int i = 0; i < channels.size(); i++) {
      down.add("DownEncoderBlock2D");
      up.add("UpDecoderBlock2D");
    }
    config.put("norm_num_groups", Shapes.groups(channels));
    config.put("act_fn", "silu");
    config.put("sample_size", 512);
    config.put("scaling_factor", channels.size() == 3 ? UPSCALER_SCALE : SCALE);
    config.put("mid_block_add_attention", shapes.has("decoder.mid_block.attentions.0.to_q.weight"));
    config.put("use_quant_conv", shapes.has("quant_conv.weight"));
    config.put("use_post_quant_conv", shapes.has("post_quant_conv.weight"));
    return config;
  }

  /** How many levels a file of LDM's names has. */
  public static int ldmLevels(StateDict weights, String prefix) {
    int levels = 0;
    while (weights
        .tensors()
        .containsKey(prefix + "decoder.up." + levels + ".block.0.conv1.weight")) {
      levels++;
    }
    return levels;
  }

  private static String resnet(int level, int layer) {
    return "encoder.down_blocks." + level + ".resnets." + layer + ".conv1.weight";
  }
}
