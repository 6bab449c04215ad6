package dev.kiln.host.weights.name;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the single files of Stable Diffusion 2 keep their text encoder's parameters.
 *
 * <pre>
 * transformers                                    OpenCLIP
 * text_model.embeddings.token_embedding.weight    token_embedding.weight
 * text_model.embeddings.position_embedding.weight positional_embedding
 * text_model.encoder.layers.n                     transformer.resblocks.n
 *   .layer_norm1, .layer_norm2                      .ln_1, .ln_2
 *   .self_attn.q_proj, k_proj, v_proj               thirds of .attn.in_proj_weight, in_proj_bias
 *   .self_attn.out_proj                             .attn.out_proj
 *   .mlp.fc1, .mlp.fc2                              .mlp.c_fc, .mlp.c_proj
 * text_model.final_layer_norm                     ln_final
 * </pre>
 */
public final class OpenClipNames implements Naming {
  private static final Pattern LAYER =
      Pattern.compile("encoder\\.layers\\.(\\d{1,3})\\.(.+)\\.(weight|bias)");

  private static final Map<String, String> ENDS =
      Map.of(
          "embeddings.token_embedding.weight", "token_embedding.weight",
          "embeddings.position_embedding.weight", "positional_embedding",
          "final_layer_norm.weight", "ln_final.weight",
          "final_layer_norm.bias", "ln_final.bias");

  private static final Map<String, String> MODULES =
      Map.of(
          "layer_norm1", "ln_1",
          "layer_norm2", "ln_2",
          "self_attn.out_proj", "attn.out_proj",
          "mlp.fc1", "mlp.c_fc",
          "mlp.fc2", "mlp.c_proj");

  private static final List<String> IN_PROJECTION =
      List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");

  private final String prefix;

  public OpenClipNames(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public List<StoredName> places(String name) {
    String inner = name.startsWith("text_model.") ? name.substring("text_model.".length()) : name;
    String end = ENDS.get(inner);
    if (end != null) {
      return List.of(StoredName.whole(prefix + end));
    }
    Matcher layer = LAYER.matcher(inner);
    if (!layer.matches()) {
      return List.of();
    }
    String start = prefix + "transformer.resblocks." + layer.group(1) + ".";
    int third = IN_PROJECTION.indexOf(layer.group(2));
    if (third >= 0) {
      return List.of(new StoredName(start + "attn.in_proj_" + layer.group(3), third, 3));
    }
    String module = MODULES.get(layer.group(2));
    return module == null
        ? List.of()
        : List.of(StoredName.whole(start + module + "." + layer.group(3)));
  }
}
