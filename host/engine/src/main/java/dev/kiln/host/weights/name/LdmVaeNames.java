package dev.kiln.host.weights.name;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where single files keep a VAE's parameters. LDM counts the decoder's levels from the finest,
 * diffusers in the order in which they run.
 *
 * <pre>
 * diffusers, n levels                      LDM
 * encoder.down_blocks.i.resnets.j          encoder.down.i.block.j
 * encoder.down_blocks.i.downsamplers.0     encoder.down.i.downsample
 * decoder.up_blocks.i.resnets.j            decoder.up.{n-1-i}.block.j
 * decoder.up_blocks.i.upsamplers.0         decoder.up.{n-1-i}.upsample
 * *.mid_block.resnets.j                    *.mid.block_{j+1}
 * *.mid_block.attentions.0                 *.mid.attn_1
 * *.conv_norm_out                          *.norm_out
 * </pre>
 */
public final class LdmVaeNames implements Naming {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(encoder\\.down|decoder\\.up)_blocks\\.(\\d{1,3})"
              + "\\.(resnets|downsamplers|upsamplers)\\.(\\d{1,3})\\.(.+)");
  private static final Pattern MIDDLE =
      Pattern.compile("(encoder|decoder)\\.mid_block\\.(resnets|attentions)\\.(\\d{1,3})\\.(.+)");

  private static final Map<String, String> ATTENTION =
      Map.of(
          "group_norm", "norm",
          "to_q", "q",
          "to_k", "k",
          "to_v", "v",
          "to_out.0", "proj_out");

  private final String prefix;
  private final int levels;

  public LdmVaeNames(String prefix, int levels) {
    this.prefix = prefix;
    this.levels = levels;
  }

  @Override
  public List<StoredName> places(String name) {
    return List.of(StoredName.whole(prefix + key(name)));
  }

  private String key(String name) {
    Matcher middle = MIDDLE.matcher(name);
    if (middle.matches()) {
      int index = Integer.parseInt(middle.group(3)) + 1;
      String rest = middle.group(4);
      return middle.group(1)
          + (middle.group(2).equals("resnets")
              ? ".mid.block_" + index + "." + resnet(rest)
              : ".mid.attn_" + index + "." + attention(rest));
    }
    Matcher block = BLOCK.matcher(name);
    if (!block.matches()) {
      // conv_in, conv_out, quant_conv and post_quant_conv are called so in both.
      return name.replace(".conv_norm_out.", ".norm_out.");
    }
    int index = Integer.parseInt(block.group(2));
    int level = block.group(1).equals("decoder.up") ? levels - 1 - index : index;
    String start = block.group(1) + "." + level;
    return switch (block.group(3)) {
      case "resnets" -> start + ".block." + block.group(4) + "." + resnet(block.group(5));
      case "downsamplers" -> start + ".downsample." + block.group(5);
      default -> start + ".upsample." + block.group(5);
    };
  }

  private static String resnet(String rest) {
    return rest.startsWith("conv_shortcut.")
        ? "nin_shortcut." + rest.substring("conv_shortcut.".length())
        : rest;
  }

  private static String attention(String rest) {
    int dot = Math.max(rest.lastIndexOf('.'), 0);
    String module = rest.substring(0, dot);
    return ATTENTION.getOrDefault(module, module) + rest.substring(dot);
  }
}
