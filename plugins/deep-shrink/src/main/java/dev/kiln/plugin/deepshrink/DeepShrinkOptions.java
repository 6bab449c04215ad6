package dev.kiln.plugin.deepshrink;

import dev.kiln.spi.index.Excludes;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * Where and for how long the picture is halved; names and defaults are those of ComfyUI's
 * PatchModelAddDownscale.
 *
 * @param block of the downsampling path behind which it is halved, from 0, which is the first
 *     convolution
 * @param start the fraction of the model's time from which on it is
 * @param end the fraction of the model's time up to which it is; 0 for never
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
        double end) {
  boolean acts() {
    return end > start;
  }
}
