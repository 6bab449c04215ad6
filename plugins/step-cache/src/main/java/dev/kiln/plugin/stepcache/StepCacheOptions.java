package dev.kiln.plugin.stepcache;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * How much may be skipped.
 *
 * @param threshold of easy-cache and ucache: how far the predicted noise may drift, relative to
 *     itself, before the network is asked again; of mag-cache the error that may sum up; 0 skips
 *     nothing
 * @param start the fraction of the steps before which nothing is skipped
 * @param end the fraction of the steps after which nothing is skipped
 * @param method by which it is decided what is skipped and what takes its place
 * @param interval of taylor-seer and spectrum: how many steps an evaluation serves; 1 skips nothing
 * @param inARow of mag-cache: how many evaluations in a row may be skipped
 */
@PluginOptions(
    infotext = "Step cache",
    presets = {
      "",
      "threshold=0.1",
      "method=ucache",
      "method=taylor-seer",
      "method=taylor-seer, interval=3",
      "method=spectrum",
      "method=spectrum, start=0",
      "method=mag-cache"
    })
public record StepCacheOptions(
    @Option(
            label = "Skip while the predicted change is below",
            help =
                "Of easy-cache, ucache and mag-cache: how far the prediction may drift; 0 skips"
                    + " nothing.",
            defaultValue = "0.05",
            min = 0,
            max = 1,
            step = 0.01,
            infotext = "Step cache threshold",
            exact = "0")
        double threshold,
    @Option(
            label = "From this fraction of the steps",
            defaultValue = "0.15",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "Step cache start")
        double start,
    @Option(
            label = "To this fraction of the steps",
            defaultValue = "0.95",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "Step cache end")
        double end,
    @Option(
            label = "Method",
            help = "What decides, and what takes the place of an evaluation.",
            defaultValue = "easy-cache",
            infotext = "Step cache method")
        CacheMethod method,
    @Option(
            label = "Steps that an evaluation serves",
            help = "Of taylor-seer and spectrum; 1 skips nothing.",
            defaultValue = "2",
            min = 1,
            max = 10,
            infotext = "Step cache interval",
            exact = "1")
        int interval,
    @Option(
            label = "Skip at most in a row",
            help = "Of mag-cache.",
            defaultValue = "3",
            min = 1,
            max = 10,
            infotext = "Step cache in a row")
        int inARow) {
  boolean skips() {
    return method.byThreshold() ? threshold > 0 : interval > 1;
  }
}
