package dev.kiln.host.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of a single-file checkpoint, for who writes one: from diffusers' name of a parameter to
 * where the file keeps it.
 */
public final class LdmNames {
  private final Naming naming;

  private LdmNames(Naming naming) {
    this.naming = naming;
  }

  /**
   * @param config of the UNet in diffusers' form
   */
  public static LdmNames unet(JsonNode config) {
    List<UnetLayout.Level> levels = new ArrayList<>();
    int layers = config.path("layers_per_block").asInt(2);
    JsonNode channels = config.path("block_out_channels");
    for (int i = 0; i < channels.size(); i++) {
      String type = config.path("down_block_types").path(i).asText();
      int depth = type.startsWith("CrossAttn") ? 1 : 0;
      levels.add(new UnetLayout.Level(channels.path(i).asInt(), layers, depth));
    }
    return new LdmNames(new LdmUnetNames(KindFinder.UNET_PREFIX, new UnetLayout(levels)));
  }

  /**
   * @param config of the autoencoder in diffusers' form
   */
  public static LdmNames vae(JsonNode config) {
    int levels = config.path("block_out_channels").size();
    return new LdmNames(new LdmVaeNames(PartFinder.VAE_PREFIX, levels));
  }

  /** OpenAI's text encoder, of version 1. */
  public static LdmNames clip() {
    return new LdmNames(new DiffusersNames(PartFinder.CLIP_PREFIX));
  }

  /** OpenCLIP's text encoder, of version 2. */
  public static LdmNames openClip() {
    return new LdmNames(new OpenClipNames(KindFinder.OPEN_CLIP_PREFIX));
  }

  /** The tensor that holds a parameter. */
  public String key(String name) {
    return naming.places(name).get(0).key();
  }

  /** How many parameters of equal shape the tensor holds, one after the other. */
  public int parts(String name) {
    return naming.places(name).get(0).parts();
  }

  /** Which of them this one is, from 0. */
  public int part(String name) {
    return naming.places(name).get(0).part();
  }
}
