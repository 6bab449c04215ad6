package dev.kiln.plugin.deepshrink;

import dev.kiln.spi.index.Excludes;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * Where, by how much and for how long the picture is made smaller; names and defaults are those of
 * ComfyUI's PatchModelAddDownscale.
 *
 * @param block of the downsampling path behind which it is, from 0, which is the first convolution
 * @param factor by which both sides are divided; 1 for not at all
 * @param start the fraction of the model's time from which on it is
 * @param end the fraction of the model's time up to which it is; 0 for never
 * @param afterSkip whether the skip connection from the block keeps its size
 * @param downscale how it is made smaller
 * @param upscale how it is enlarged again
 */
@PluginOptions(
    infotext = "Deep shrink",
    excludes = {
      @Excludes(
          plugin = "controlnet",
          why = "what a ControlNet adds has the sizes of the whole network"),
      @Excludes(
          plugin = "deepcache",
          why = "each runs another network in the same steps, and there is none that is both"),
      @Excludes(
          plugin = "t-gate",
          why = "each runs another network in the same steps, and there is none that is both")
    })
public record DeepShrinkOptions(
    @Option(
            label = "Behind this block",
            help = "Of the downsampling path; Stable Diffusion 1.5 has 12, from 0.",
            defaultValue = "3",
            min = 0,
            max = 32,
            infotext = "Deep shrink block")
        int block,
    @Option(
            label = "Divide both sides by",
            help = "Sides are rounded; 1: not at all.",
            defaultValue = "2",
            min = 1,
            max = 9,
            step = 0.05,
            infotext = "Deep shrink factor")
        double factor,
    @Option(
            label = "From this fraction of the time",
            help = "0 is all noise.",
            defaultValue = "0",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "Deep shrink start")
        double start,
    @Option(
            label = "To this fraction of the time",
            help = "While the picture is composed; 0: never.",
            defaultValue = "0.35",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "Deep shrink end",
            exact = "0")
        double end,
    @Option(
            label = "The skip connection keeps its size",
            help = "Off: it is as small, and what follows it is enlarged at the one before.",
            defaultValue = "true",
            infotext = "Deep shrink after skip")
        boolean afterSkip,
    @Option(label = "Make smaller by", defaultValue = "bicubic", infotext = "Deep shrink downscale")
        Resizing downscale,
    @Option(label = "Enlarge by", defaultValue = "bicubic", infotext = "Deep shrink upscale")
        Resizing upscale) {
  boolean acts() {
    return end > start && factor > 1;
  }

  /** What the shrunk network is made by. */
  String graph() {
    return "block %d by %s, %s, %s %s"
        .formatted(block, factor, afterSkip ? "after skip" : "before skip", downscale, upscale);
  }
}
