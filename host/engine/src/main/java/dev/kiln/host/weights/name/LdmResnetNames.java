package dev.kiln.host.weights.name;

import java.util.Map;

/** Names inside the blocks of UNet and ControlNet: diffusers' and those of the LDM code. */
final class LdmResnetNames {
  private static final Map<String, String> RESNET =
      Map.of(
          "norm1", "in_layers.0",
          "conv1", "in_layers.2",
          "time_emb_proj", "emb_layers.1",
          "norm2", "out_layers.0",
          "conv2", "out_layers.3",
          "conv_shortcut", "skip_connection");

  private LdmResnetNames() {}

  /** {@code conv1.weight} is {@code in_layers.2.weight}; other names stay. */
  static String of(String name) {
    int dot = name.indexOf('.');
    String module = dot < 0 ? name : name.substring(0, dot);
    return RESNET.getOrDefault(module, module) + name.substring(module.length());
  }
}
