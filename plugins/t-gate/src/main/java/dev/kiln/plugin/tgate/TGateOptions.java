package dev.kiln.plugin.tgate;

import dev.kiln.spi.index.Excludes;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * When the text has said all, and how often self-attention is computed. {@code spInterval}, {@code
 * fiInterval} and {@code warmUp} are those of the authors' {@code tgate}.
 *
 * @param gate the fraction of the steps after which cross-attention is what it was, and the
 *     negative prompt is left out; the paper's is step 10 of 25; 1 for never
 * @param spInterval in the steps before the gate, which plan what is drawn, self-attention is
 *     computed at each multiple of it; 1: in each
 * @param fiInterval the same from the gate on, where steps improve fidelity
 * @param warmUp the step up to which self-attention is computed in each
 */
@PluginOptions(
    infotext = {"T-GATE gated", "T-GATE self-attention kept"},
    presets = {"", "spInterval=5", "spInterval=5, fiInterval=2"},
    excludes = {
      @Excludes(
          plugin = "deepcache",
          why = "each runs a smaller network in the same steps, and there is none that is both"),
      @Excludes(
          plugin = "perturbed-attention",
          why = "the attention that is kept would be that of its spoiled network")
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
        double gate,
    @Option(
            label = "Self-attention before: once in so many steps",
            help = "Where text acts; 1: in each. The authors' is 5.",
            defaultValue = "1",
            min = 1,
            max = 10,
            infotext = "T-GATE sp interval",
            exact = "1")
        int spInterval,
    @Option(
            label = "Self-attention after: once in so many steps",
            help = "Where text no longer acts; 1: in each.",
            defaultValue = "1",
            min = 1,
            max = 10,
            infotext = "T-GATE fi interval",
            exact = "1")
        int fiInterval,
    @Option(
            label = "Warm-up steps",
            help = "In these and the next one self-attention is computed.",
            defaultValue = "2",
            min = 0,
            max = 50,
            infotext = "T-GATE warm-up")
        int warmUp) {
  boolean acts() {
    return gates() || plans();
  }

  /** Whether cross-attention is kept from some step on. */
  boolean gates() {
    return gate < 1;
  }

  /** Whether self-attention is kept in front of the gate. */
  boolean plans() {
    return spInterval > 1;
  }

  /** Whether it is behind the gate. */
  boolean keepsBehind() {
    return gates() && fiInterval > 1;
  }
}
