package dev.kiln.plugin.winograd;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * What the transforms may cost.
 *
 * @param memory gigabytes that the weights of one network may take beyond those in its file; 0
 *     leaves all convolutions as they are
 */
@PluginOptions(presets = "")
public record WinogradOptions(
    @Option(
            label = "Memory for transformed weights in GB",
            help = "For each network; 0 leaves convolutions as they are.",
            defaultValue = "2",
            min = 0,
            max = 1000)
        double memory) {
  static final WinogradOptions DEFAULT = new WinogradOptions(2);

  private static final double GIGABYTE = 1e9;

  long bytes() {
    return (long) (memory * GIGABYTE);
  }
}
