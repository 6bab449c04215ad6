package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * The arguments of webUI's extension, in its order.
 *
 * @param enabled whether pictures are tiled that would fit into memory as they are
 * @param encoderTile a tile's side in pixels of the picture that is encoded
 * @param decoderTile a tile's side in latents
 * @param toGpu of no meaning here
 * @param fastDecoder whether the decoder's statistics are estimated
 * @param fastEncoder whether the encoder's statistics are estimated
 * @param colorFix of no meaning here: the statistics of a fast encoder are all estimated
 */
@PluginOptions(script = "Tiled VAE")
public record TiledVaeOptions(
    @Option(
            label = "Enabled",
            help = "Decode and encode in tiles also where memory suffices.",
            defaultValue = "true",
            flags = "--tiled-vae")
        boolean enabled,
    @Option(label = "Encoder tile in pixels", defaultValue = "384", min = 64, max = 4096)
        int encoderTile,
    @Option(label = "Decoder tile in latents", defaultValue = "48", min = 8, max = 512)
        int decoderTile,
    @Option(label = "Move VAE to GPU", help = "Has no effect.", defaultValue = "true")
        boolean toGpu,
    @Option(
            label = "Fast decoder",
            help = "Estimate what tiles have to share: faster, and no longer exact.",
            defaultValue = "false")
        boolean fastDecoder,
    @Option(
            label = "Fast encoder",
            help = "Estimate what tiles have to share: faster, and no longer exact.",
            defaultValue = "false")
        boolean fastEncoder,
    @Option(label = "Fast encoder color fix", help = "Has no effect.", defaultValue = "false")
        boolean colorFix) {
  /** Where nobody asks for it. */
  static final TiledVaeOptions WHERE_NEEDED =
      new TiledVaeOptions(false, 384, 48, true, false, false, false);
}
