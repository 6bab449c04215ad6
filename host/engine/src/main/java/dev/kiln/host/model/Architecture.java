package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.weights.checkpoint.Checkpoint;
import dev.kiln.host.weights.checkpoint.Part;

/** The architecture of a model, in its users' terms. */
final class Architecture {
  private static final int WIDTH_1 = 768;
  private static final int WIDTH_2 = 1024;

  /** Four latents, and the colors of the picture. */
  private static final int ENLARGING = 7;

  private Architecture() {}

  /** Whether a UNet of this configuration enlarges a picture. */
  static boolean enlarges(JsonNode config) {
    return config.path("in_channels").asInt() == ENLARGING;
  }

  /** By the configuration of its UNet or ControlNet. */
  static String of(JsonNode config) {
    int width = config.path("cross_attention_dim").asInt();
    String family =
        switch (width) {
          case 0 -> "unknown";
          case WIDTH_1 -> "Stable Diffusion 1";
          case WIDTH_2 -> "Stable Diffusion 2";
          default -> "text width " + width;
        };
    return switch (config.path("in_channels").asInt(4)) {
      case ENLARGING -> family + ", x4 upscaler";
      case 8 -> family + ", instruct-pix2pix";
      case 9 -> family + ", inpainting";
      default -> family;
    };
  }

  static String of(Checkpoint file) {
    if (file.parts().contains(Part.UNET)) {
      return of(file.config(Part.UNET));
    } else if (file.parts().contains(Part.CONTROLNET)) {
      return of(file.config(Part.CONTROLNET));
    }
    return file.kind().label();
  }
}
