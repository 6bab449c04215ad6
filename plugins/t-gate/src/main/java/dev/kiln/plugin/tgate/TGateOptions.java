package dev.kiln.plugin.tgate;

import dev.kiln.spi.index.Excludes;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * When the text has said all.
 *
 * @param gate the fraction of the steps after which cross-attention is what it was, and the
 *     negative prompt is left out; the paper's is step 10 of 25; 1 for never
 */
@PluginOptions(
    infotext = "T-GATE gated",
    excludes = {
      @Excludes(
          plugin = "deepcache",
          why = "each runs a smaller network in the same steps, and there is none that is both"),
      @Excludes(
          plugin = "perturbed-attention",
          why = "the cross-attention that is kept would be that of its spoiled network")
    })
public record TGateOptions(
    @Option(
            label = "Text acts in this fraction of the steps",
            help = "After it cross-attention is kept and the negative prompt left out; 1: never.",
            defaultValue = "0.4",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "T-GATE",
            exact = "1")
        double gate) {
  boolean acts() {
    return gate < 1;
  }
}
