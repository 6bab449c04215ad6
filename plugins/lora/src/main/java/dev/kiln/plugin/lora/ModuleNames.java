package dev.kiln.plugin.lora;

import dev.kiln.spi.graph.LinearLayer;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A UNet's layers as the original Stable Diffusion numbers its blocks: {@code
 * down_blocks_0_attentions_0_proj_in} is {@code input_blocks_1_1_proj_in} there.
 *
 * @param layers how many resnets a block of the downsampling path has: 2 in Stable Diffusion
 * @param modules all paths of the network, with underscores
 */
record ModuleNames(int layers, Collection<String> modules) {
  private static final String WEIGHT = ".weight";

  private static final Pattern STEP =
      Pattern.compile("(down|up)_blocks_(\\d+)_(attentions|resnets)_(\\d+)_(.*)");
  private static final Pattern MIDDLE =
      Pattern.compile("mid_block_(attentions|resnets)_(\\d+)_(.*)");
  private static final Pattern SAMPLER =
      Pattern.compile("(down|up)_blocks_(\\d+)_(?:down|up)samplers_0_conv");
  private static final Pattern FIRST = Pattern.compile("down_blocks_0_resnets_(\\d+)_.*");

  private static final Map<String, String> SINGLE =
      Map.of(
          "conv_in", "input_blocks_0_0",
          "conv_norm_out", "out_0",
          "conv_out", "out_2",
          "time_embedding_linear_1", "time_embed_0",
          "time_embedding_linear_2", "time_embed_2");

  private static final Map<String, String> RESNET =
      Map.of(
          "norm1", "in_layers_0",
          "conv1", "in_layers_2",
          "time_emb_proj", "emb_layers_1",
          "norm2", "out_layers_0",
          "conv2", "out_layers_3",
          "conv_shortcut", "skip_connection");

  static ModuleNames of(Collection<String> modules) {
    int layers = 1;
    for (String module : modules) {
      Matcher first = FIRST.matcher(module);
      if (first.matches()) {
        layers = Math.max(layers, Integer.parseInt(first.group(1)) + 1);
      }
    }
    return new ModuleNames(layers, modules);
  }

  /** A layer's path; where the file does not say it, that of its weights' name. */
  static String of(LinearLayer layer) {
    String weight = layer.weight();
    boolean named = layer.path().isEmpty() && weight.endsWith(WEIGHT);
    return of(named ? weight.substring(0, weight.length() - WEIGHT.length()) : layer.path());
  }

  /** A path with underscores in place of everything between its names. */
  static String of(String path) {
    return path.replaceFirst("^/", "").replace('/', '_').replace('.', '_');
  }

  /** The original name of a layer; the same where it has none of its own. */
  String original(String module) {
    Matcher step = STEP.matcher(module);
    Matcher middle = MIDDLE.matcher(module);
    Matcher sampler = SAMPLER.matcher(module);
    if (step.matches()) {
      boolean down = step.group(1).equals("down");
      int block = Integer.parseInt(step.group(2)) * (layers + 1) + Integer.parseInt(step.group(4));
      boolean attention = step.group(3).equals("attentions");
      return (down ? "input_blocks_" + (block + 1) : "output_blocks_" + block)
          + (attention ? "_1_" : "_0_")
          + (attention ? step.group(5) : RESNET.getOrDefault(step.group(5), step.group(5)));
    } else if (middle.matches()) {
      int place = Integer.parseInt(middle.group(2));
      boolean attention = middle.group(1).equals("attentions");
      return "middle_block_"
          + (attention ? 1 + place : 2 * place)
          + "_"
          + (attention ? middle.group(3) : RESNET.getOrDefault(middle.group(3), middle.group(3)));
    } else if (sampler.matches()) {
      return sampler(sampler.group(1).equals("down"), Integer.parseInt(sampler.group(2)));
    }
    return SINGLE.getOrDefault(module, module);
  }

  /** An upsampler stands behind the attention of its block, where it has one. */
  private String sampler(boolean down, int block) {
    if (down) {
      return "input_blocks_" + (block + 1) * (layers + 1) + "_0_op";
    }
    String attention = "up_blocks_" + block + "_attentions_";
    boolean behind = modules.stream().anyMatch(module -> module.startsWith(attention));
    return "output_blocks_" + (block * (layers + 1) + layers) + (behind ? "_2_conv" : "_1_conv");
  }
}
