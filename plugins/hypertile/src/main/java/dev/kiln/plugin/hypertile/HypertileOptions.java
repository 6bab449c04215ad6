package dev.kiln.plugin.hypertile;

import dev.kiln.spi.index.Excludes;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * How the picture is cut.
 *
 * @param levels of the UNet that are tiled, from the full size down; 0 tiles none
 * @param tile the least height and width of a tile in pixels
 * @param swap how many ways to cut are drawn from
 * @param seed of the lot
 */
@PluginOptions(
    presets = {"", "tile=128", "tile=64"},
    excludes =
        @Excludes(
            plugin = "token-merging",
            why = "both change which tokens the same self-attention sees"))
public record HypertileOptions(
    @Option(
            label = "Levels of the UNet",
            help = "From the full size down; 0 tiles none.",
            defaultValue = "4",
            min = 0,
            max = 4,
            infotext = "Hypertile levels",
            exact = "0")
        int levels,
    @Option(
            label = "Smallest tile in pixels",
            help = "Smaller tiles save more, and see less of each other.",
            defaultValue = "256",
            min = 16,
            max = 2048,
            step = 16,
            infotext = "Hypertile tile size")
        int tile,
    @Option(
            label = "Ways to cut",
            help = "Each attention draws one of so many, so that edges lie in several places.",
            defaultValue = "3",
            min = 1,
            max = 6,
            infotext = "Hypertile swap size")
        int swap,
    @Option(
            label = "Seed of the cuts",
            help = "Another one cuts in other places; each is a network of its own.",
            defaultValue = "0",
            min = 0,
            infotext = "Hypertile seed")
        int seed) {
  boolean acts() {
    return levels > 0;
  }
}
