package dev.kiln.plugin.deepcache;

import dev.kiln.spi.index.Excludes;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * What is kept, and for how long. The names and defaults are DeepCache's own, {@code centre} as a
 * fraction: there it is 15 of 50 steps.
 *
 * @param interval how many steps one whole evaluation serves; 1: all are whole
 * @param branch how many skip connections a cheap step reads beside the first
 * @param spacing how whole steps are spread
 * @param centre of centred spacing: around this fraction of the steps they are closest
 */
@PluginOptions(
    infotext = "DeepCache",
    presets = {"interval=2", "", "interval=3, branch=1", "interval=5"},
    excludes = {
      @Excludes(
          plugin = "step-cache",
          why = "both leave out work of the same steps, and the errors add up"),
      @Excludes(
          plugin = "perturbed-attention",
          why = "the attention that it spoils lies in the blocks that are kept"),
      @Excludes(
          plugin = "token-merging",
          why = "the cheap steps run a part of the network, of which it does not know the tokens")
    })
public record DeepCacheOptions(
    @Option(
            label = "Steps that a whole evaluation serves",
            help = "The deep blocks are computed once for so many steps; 1: in each step.",
            defaultValue = "3",
            min = 1,
            max = 10,
            infotext = "DeepCache interval",
            exact = "1")
        int interval,
    @Option(
            label = "Skip branch",
            help = "Blocks nearer to the picture than this one are computed in each step.",
            defaultValue = "0",
            min = 0,
            max = 11,
            infotext = "DeepCache branch")
        int branch,
    @Option(
            label = "Spread whole steps",
            help = "Evenly, or closest around a step.",
            defaultValue = "uniform",
            infotext = "DeepCache spacing")
        Spacing spacing,
    @Option(
            label = "Closest at this fraction of the steps",
            help = "Of centred spacing.",
            defaultValue = "0.3",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "DeepCache centre")
        double centre) {
  /** Whether anything is kept. */
  boolean acts() {
    return interval > 1;
  }
}
