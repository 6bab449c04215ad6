package dev.kiln.plugin.lora.file;

import dev.kiln.spi.graph.NetworkKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of which layer a tensor is, told by its name. There are three ways of naming: kohya's
 * {@code lora_unet_down_blocks_0_….lora_up.weight}, PEFT's {@code
 * unet.down_blocks.0.….lora_B.weight} and diffusers' attention processors, {@code
 * ….attn1.processor.to_q_lora.up.weight}.
 *
 * @param module the layer's path with underscores, as kohya writes it
 * @param part as LyCORIS calls it: {@code lora_up.weight}, {@code alpha}...
 */
public record KeyName(NetworkKind network, String module, String part) {
  private static final Pattern KOHYA =
      Pattern.compile("(?:lora|oft|lycoris)_(unet|te1|te)_([^.]+)\\.(.+)");
  private static final Pattern PREFIX =
      Pattern.compile("(?:base_model\\.model\\.)?(?:(unet|text_encoder)\\.)?(.+)");
  private static final Pattern UNET_MODULE =
      Pattern.compile("(?:down_blocks|up_blocks|mid_block|conv_in|conv_out|time_embedding)\\..*");
  private static final Pattern TEXT_MODULE = Pattern.compile("(?:text_model|encoder)\\..*");

  /** Module, and the words from which {@link #part(String)} tells the part. */
  private static final List<Pattern> PARTS =
      List.of(
          Pattern.compile("(.+)_lora\\.(down|up|lora_A|lora_B|alpha)(?:\\.weight)?"),
          Pattern.compile("(.+)\\.(?:lora|lora_linear_layer)\\.(down|up|mid)\\.weight"),
          Pattern.compile("(.+)\\.(lora_A|lora_B|lora_magnitude_vector)(?:\\.\\w+)*"),
          Pattern.compile(
              "(.+?)\\.(lora_(?:up|down|mid)\\.weight|alpha|scale|dora_scale|hada_\\w+|lokr_\\w+"
                  + "|oft_blocks|oft_diag|rescale|diff|diff_b|w_norm|b_norm|[ab][12]\\.weight)"));

  /** Empty for a name that is none of the three, or of a network that Kiln has not. */
  public static Optional<KeyName> of(String key) {
    Matcher kohya = KOHYA.matcher(key);
    if (kohya.matches()) {
      NetworkKind network =
          kohya.group(1).equals("unet") ? NetworkKind.UNET : NetworkKind.TEXT_ENCODER;
      return Optional.of(new KeyName(network, kohya.group(2), part(kohya.group(3))));
    }
    Matcher prefix = PREFIX.matcher(key);
    if (!prefix.matches()) {
      return Optional.empty();
    }
    String rest = prefix.group(2);
    return network(prefix.group(1), rest).flatMap(network -> dotted(network, rest));
  }

  private static Optional<NetworkKind> network(String named, String rest) {
    if ("unet".equals(named) || named == null && UNET_MODULE.matcher(rest).matches()) {
      return Optional.of(NetworkKind.UNET);
    }
    return "text_encoder".equals(named) || named == null && TEXT_MODULE.matcher(rest).matches()
        ? Optional.of(NetworkKind.TEXT_ENCODER)
        : Optional.empty();
  }

  private static Optional<KeyName> dotted(NetworkKind network, String rest) {
    for (Pattern pattern : PARTS) {
      Matcher matcher = pattern.matcher(rest);
      if (matcher.matches()) {
        String module = processed(network, matcher.group(1)).replace('.', '_');
        return Optional.of(new KeyName(network, module, part(matcher.group(2))));
      }
    }
    return Optional.empty();
  }

  /** The layer that a processor's part stands for. */
  private static String processed(NetworkKind network, String module) {
    String plain = module.replace(".processor.", ".");
    if (network == NetworkKind.TEXT_ENCODER) {
      return plain
          .replaceFirst("\\.to_([qkv])$", ".$1_proj")
          .replaceFirst("\\.to_out$", ".out_proj");
    }
    return plain.endsWith(".to_out") ? plain + ".0" : plain;
  }

  private static String part(String word) {
    return switch (word) {
      case "down", "lora_A", "lora_A.weight", "lora.down.weight" -> "lora_down.weight";
      case "up", "lora_B", "lora_B.weight", "lora.up.weight" -> "lora_up.weight";
      case "mid", "lora.mid.weight" -> "lora_mid.weight";
      case "lora_magnitude_vector", "magnitude" -> "dora_scale";
      default -> word;
    };
  }
}
