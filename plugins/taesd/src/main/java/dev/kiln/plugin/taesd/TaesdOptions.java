package dev.kiln.plugin.taesd;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * What the small decoder is used for.
 *
 * @param decoder of the finished pictures
 * @param previews whether it makes those of unfinished ones
 * @param model the file's name without its ending; empty for the first that is found
 */
@PluginOptions(presets = "decoder=taesd")
public record TaesdOptions(
    @Option(
            label = "Decoder of the pictures",
            help = "The model's own, or the small one: faster, with less detail.",
            defaultValue = "full",
            flags = "--vae-decoder",
            webui = "sd_vae_decode_method")
        Decoder decoder,
    @Option(label = "Decode previews", defaultValue = "true") boolean previews,
    @Option(label = "File", help = "Empty for the first that is found.", defaultValue = "")
        String model) {
  static final TaesdOptions DEFAULT = new TaesdOptions(Decoder.FULL, true, "");

  /** As webUI names them. */
  public enum Decoder {
    FULL,
    TAESD
  }
}
