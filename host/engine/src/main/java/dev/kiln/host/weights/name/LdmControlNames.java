package dev.kiln.host.weights.name;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where ControlNet files of the original code keep their parameters: the downsampling path as in a
 * UNet, and
 *
 * <pre>
 * diffusers                                  LDM
 * controlnet_cond_embedding.conv_in          input_hint_block.0
 * controlnet_cond_embedding.blocks.i         input_hint_block.{2i + 2}
 * controlnet_cond_embedding.conv_out         input_hint_block.{2b + 2}, b blocks
 * controlnet_down_blocks.i                   zero_convs.i.0
 * controlnet_mid_block                       middle_block_out.0
 * </pre>
 */
public final class LdmControlNames implements Naming {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(controlnet_down_blocks|controlnet_cond_embedding\\.blocks)\\.(\\d{1,3})\\.(.+)");
  private static final String HINT = "controlnet_cond_embedding.";
  private static final String MIDDLE = "controlnet_mid_block.";

  private final String prefix;
  private final int hintBlocks;
  private final LdmUnetNames unet;

  /**
   * @param hintBlocks convolutions of the hint between its first and its last
   */
  public LdmControlNames(String prefix, UnetLayout layout, int hintBlocks) {
    this.prefix = prefix;
    this.hintBlocks = hintBlocks;
    this.unet = new LdmUnetNames(prefix, layout);
  }

  @Override
  public List<StoredName> places(String name) {
    return key(name)
        .map(key -> List.of(StoredName.whole(prefix + key)))
        .orElseGet(() -> unet.places(name));
  }

  private Optional<String> key(String name) {
    Matcher block = BLOCK.matcher(name);
    if (block.matches()) {
      int index = Integer.parseInt(block.group(2));
      return block.group(1).equals("controlnet_down_blocks")
          ? Optional.of("zero_convs." + index + ".0." + block.group(3))
          : Optional.of("input_hint_block." + (2 * index + 2) + "." + block.group(3));
    } else if (name.startsWith(MIDDLE)) {
      return Optional.of("middle_block_out.0." + name.substring(MIDDLE.length()));
    } else if (name.startsWith(HINT + "conv_in.")) {
      return Optional.of("input_hint_block.0." + name.substring(HINT.length() + 8));
    } else if (name.startsWith(HINT + "conv_out.")) {
      String parameter = name.substring(HINT.length() + 9);
      return Optional.of("input_hint_block." + (2 * hintBlocks + 2) + "." + parameter);
    }
    return Optional.empty();
  }
}
