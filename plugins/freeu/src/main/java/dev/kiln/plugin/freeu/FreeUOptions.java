package dev.kiln.plugin.freeu;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * ComfyUI's FreeU V2.
 *
 * @param b1 by how much the widest blocks are amplified, at most
 * @param b2 the same of the second widest
 * @param s1 what the low frequencies of skip connections into the widest blocks are multiplied with
 * @param s2 the same of the second widest
 */
@PluginOptions
public record FreeUOptions(
    @Option(
            label = "Widest blocks",
            help = "By how much they are amplified; 1: not at all.",
            defaultValue = "1.3",
            min = 0,
            max = 2,
            step = 0.05,
            infotext = "FreeU b1")
        double b1,
    @Option(
            label = "Second widest blocks",
            help = "By how much they are amplified; 1: not at all.",
            defaultValue = "1.4",
            min = 0,
            max = 2,
            step = 0.05,
            infotext = "FreeU b2")
        double b2,
    @Option(
            label = "Low frequencies of the widest skips",
            help = "What they are multiplied with; 1: left as they are.",
            defaultValue = "0.9",
            min = 0,
            max = 2,
            step = 0.05,
            infotext = "FreeU s1")
        double s1,
    @Option(
            label = "Low frequencies of the second widest skips",
            help = "What they are multiplied with; 1: left as they are.",
            defaultValue = "0.2",
            min = 0,
            max = 2,
            step = 0.05,
            infotext = "FreeU s2")
        double s2) {
  /** Whether the network stays as it is. */
  boolean neutral() {
    return b1 == 1 && b2 == 1 && s1 == 1 && s2 == 1;
  }
}
