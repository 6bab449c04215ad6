package dev.kiln.plugin.lora.file;

import dev.kiln.spi.graph.NetworkKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which part of which layer a tensor is, told by its name. There are three ways of naming: kohya's
 * {@code lora_unet_down_blocks_0_….lora_up.weight}, PEFT's {@code
 * unet.down_blocks.0.….lora_B.weight} and diffusers' attention processors, {@code
 * ….attn1.processor.to_q_lora.up.weight}.
 *
 * @param path the layer's, with dots where the file has them
 * @param part as LyCORIS calls it: {@code lora_up.weight}, {@code alpha}...
 */
public record KeyName(NetworkKind network, String path, String part) {
  /** Of several networks in one file; {@code lycoris_} alone stands before any path. */
  private static final Pattern KOHYA =
      Pattern.compile("(?:(?:lora|oft|lycoris)_(unet|te1|te)|lycoris)_(.+)");

  /** PEFT's wrapper may stand on either side of the network's name. */
  private static final Pattern PREFIX =
      Pattern.compile(
          "(?:base_model\\.model\\.)?(?:(unet|text_encoder)\\.)?(?:base_model\\.model\\.)?(.+)");

  private static final Pattern UNET_MODULE =
      Pattern.compile(
          "(?:down_blocks|up_blocks|mid_block|conv_in|conv_norm_out|conv_out|time_embedding"
              + "|input_blocks|middle_block|output_blocks)[._].*");

  private static final Pattern TEXT_MODULE =
      Pattern.compile("(?:text_model|encoder[._]layers)[._].*");

  /**
   * Module, and the words from which {@link #part(String)} tells the part. Behind PEFT's stands the
   * adapter's name, which may be any.
   */
  private static final List<Pattern> PARTS =
      List.of(
          Pattern.compile("(.+)_lora\\.(down|up|lora_A|lora_B|alpha)(?:\\.weight)?"),
          Pattern.compile("(.+)\\.(?:lora|lora_linear_layer)\\.(down|up|mid|alpha)(?:\\.weight)?"),
          Pattern.compile("(.+)\\.(lora_A|lora_B|lora_magnitude_vector)(?:\\.[^.]+){0,2}"),
          Pattern.compile(
              "(.+?)\\.(lora_(?:up|down|mid)\\.weight|alpha|scale|dora_scale|hada_\\w+|lokr_\\w+"
                  + "|oft_blocks|oft_diag|rescale|diff|diff_b|w_norm|b_norm|[ab][12]\\.weight)"));

  /** Kohya's modules have no dots: what follows the first is the part, whatever its name. */
  private static final Pattern OTHER_PART = Pattern.compile("([^.]+)\\.(.+)");

  /** Empty for a name that is none of the three, or of a network that Kiln has not. */
  public static Optional<KeyName> of(String key) {
    Matcher kohya = KOHYA.matcher(key);
    boolean flat = kohya.matches();
    Matcher prefix = flat ? kohya : PREFIX.matcher(key);
    if (!prefix.matches()) {
      return Optional.empty();
    }
    String rest = prefix.group(2);
    return network(prefix.group(1), rest)
        .flatMap(
            network ->
                PARTS.stream()
                    .flatMap(pattern -> split(network, pattern, rest))
                    .findFirst()
                    .or(() -> split(network, OTHER_PART, rest).filter(any -> flat).findFirst()));
  }

  private static Optional<NetworkKind> network(@Nullable String named, String rest) {
    if ("unet".equals(named) || named == null && UNET_MODULE.matcher(rest).matches()) {
      return Optional.of(NetworkKind.UNET);
    }
    return named != null || TEXT_MODULE.matcher(rest).matches()
        ? Optional.of(NetworkKind.TEXT_ENCODER)
        : Optional.empty();
  }

  private static Stream<KeyName> split(NetworkKind network, Pattern pattern, String rest) {
    Matcher matcher = pattern.matcher(rest);
    return matcher.matches()
        ? Stream.of(
            new KeyName(network, processed(network, matcher.group(1)), part(matcher.group(2))))
        : Stream.empty();
  }

  /** The layer that a processor's part stands for. */
  private static String processed(NetworkKind network, String path) {
    String plain = path.replace(".processor.", ".");
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
      default -> word;
    };
  }

  /** The path with underscores alone, as kohya writes it. */
  public String module() {
    return path.replace('.', '_');
  }
}
