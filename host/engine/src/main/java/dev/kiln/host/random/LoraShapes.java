package dev.kiln.host.random;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The tensors of a LoRA that changes what kohya's scripts change by default: all linear layers of
 * the UNet's transformers, their first and last layers included, and of the text encoder's
 * attention and feed-forward layers. Names are kohya's.
 */
final class LoraShapes {
  private static final Pattern UNET = Pattern.compile("(.+\\.attentions\\..+)\\.weight");
  private static final Pattern TEXT = Pattern.compile("(.+\\.(?:self_attn|mlp)\\..+)\\.weight");

  private LoraShapes() {}

  /** Shapes by name, for a UNet and a text encoder of these configurations. */
  static Map<String, long[]> of(JsonNode configs, int rank) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    add(shapes, "lora_te_", TEXT, ParameterShapes.of("text_encoder", configs), rank);
    add(shapes, "lora_unet_", UNET, ParameterShapes.of("unet", configs), rank);
    return shapes;
  }

  private static void add(
      Map<String, long[]> shapes,
      String prefix,
      Pattern changed,
      Map<String, long[]> parameters,
      int rank) {
    parameters.forEach(
        (name, shape) -> {
          var layer = changed.matcher(name);
          // Norms have weights of one dimension.
          if (shape.length > 1 && layer.matches()) {
            String key = prefix + layer.group(1).replace('.', '_');
            // A 1x1 convolution stays one in both factors.
            long[] down = shape.clone();
            down[0] = rank;
            long[] up = shape.clone();
            Arrays.fill(up, 1, up.length, 1);
            up[1] = rank;
            shapes.put(key + ".lora_down.weight", down);
            shapes.put(key + ".lora_up.weight", up);
          }
        });
  }
}
