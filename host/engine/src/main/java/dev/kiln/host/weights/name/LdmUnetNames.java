package dev.kiln.host.weights.name;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where single files keep a UNet's parameters. LDM numbers all blocks of the downsampling path in
 * one list, and those of the upsampling path in another, including downsamplers and upsamplers.
 *
 * <pre>
 * diffusers                                LDM, n layers a level
 * down_blocks.i.resnets.j                  input_blocks.{1 + i(n+1) + j}.0
 * down_blocks.i.attentions.j               input_blocks.{1 + i(n+1) + j}.1
 * down_blocks.i.downsamplers.0.conv        input_blocks.{1 + i(n+1) + n}.0.op
 * mid_block.resnets.0, attentions.0, resnets.1     middle_block.0, 1, 2
 * up_blocks.i.resnets.j                    output_blocks.{i(n+1) + j}.0
 * up_blocks.i.attentions.j                 output_blocks.{i(n+1) + j}.1
 * up_blocks.i.upsamplers.0.conv            output_blocks.{i(n+1) + n}.{2, or 1 without attention}.conv
 * </pre>
 */
public final class LdmUnetNames implements Naming {
  private static final Map<String, String> ENDS =
      Map.of(
          "conv_in", "input_blocks.0.0",
          "time_embedding.linear_1", "time_embed.0",
          "time_embedding.linear_2", "time_embed.2",
          "class_embedding", "label_emb",
          "conv_norm_out", "out.0",
          "conv_out", "out.2");

  private static final Pattern BLOCK =
      Pattern.compile(
          "(down|up)_blocks\\.(\\d{1,3})"
              + "\\.(resnets|attentions|downsamplers|upsamplers)\\.(\\d{1,3})\\.(.+)");
  private static final Pattern MIDDLE =
      Pattern.compile("mid_block\\.(resnets|attentions)\\.(\\d{1,3})\\.(.+)");

  private final String prefix;
  private final UnetLayout layout;

  public LdmUnetNames(String prefix, UnetLayout layout) {
    this.prefix = prefix;
    this.layout = layout;
  }

  @Override
  public List<StoredName> places(String name) {
    return key(name).map(key -> StoredName.whole(prefix + key)).stream().toList();
  }

  private Optional<String> key(String name) {
    int dot = Math.max(name.lastIndexOf('.'), 0);
    String end = ENDS.get(name.substring(0, dot));
    if (end != null) {
      return Optional.of(end + name.substring(dot));
    }
    Matcher middle = MIDDLE.matcher(name);
    if (middle.matches()) {
      int place = Integer.parseInt(middle.group(2));
      return middle.group(1).equals("attentions")
          ? Optional.of("middle_block." + (2 * place + 1) + "." + middle.group(3))
          : Optional.of("middle_block." + 2 * place + "." + LdmResnetNames.of(middle.group(3)));
    }
    Matcher block = BLOCK.matcher(name);
    if (!block.matches() || Integer.parseInt(block.group(2)) >= layout.levels().size()) {
      return Optional.empty();
    }
    return block.group(1).equals("down") ? down(block) : up(block);
  }

  private Optional<String> down(Matcher block) {
    int level = Integer.parseInt(block.group(2));
    int layer = Integer.parseInt(block.group(4));
    int first = layout.firstInput(level);
    String rest = block.group(5);
    return switch (block.group(3)) {
      case "resnets" ->
          Optional.of("input_blocks." + (first + layer) + ".0." + LdmResnetNames.of(rest));
      case "attentions" -> Optional.of("input_blocks." + (first + layer) + ".1." + rest);
      case "downsamplers" ->
          Optional.of(
              "input_blocks." + (first + layout.layers(level)) + ".0." + afterConv("op", rest));
      default -> Optional.empty();
    };
  }

  private Optional<String> up(Matcher block) {
    int index = Integer.parseInt(block.group(2));
    int layer = Integer.parseInt(block.group(4));
    int first = layout.firstOutput(index);
    String rest = block.group(5);
    UnetLayout.Level level = layout.levels().get(layout.upLevel(index));
    return switch (block.group(3)) {
      case "resnets" ->
          Optional.of("output_blocks." + (first + layer) + ".0." + LdmResnetNames.of(rest));
      case "attentions" -> Optional.of("output_blocks." + (first + layer) + ".1." + rest);
      case "upsamplers" ->
          Optional.of(
              "output_blocks."
                  + (first + level.layers())
                  + (level.depth() > 0 ? ".2." : ".1.")
                  + rest);
      default -> Optional.empty();
    };
  }

  private static String afterConv(String module, String rest) {
    return rest.startsWith("conv.") ? module + rest.substring("conv".length()) : rest;
  }
}
