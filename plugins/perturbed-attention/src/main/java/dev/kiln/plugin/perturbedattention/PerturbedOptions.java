package dev.kiln.plugin.perturbedattention;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * How strongly predictions are pushed away from those of the spoiled network.
 *
 * @param by how the attention is spoiled
 * @param scale of the difference; 0 for none
 * @param end the fraction of the evaluations after which it is left out
 * @param blur the standard deviation of the blur in places of the middle block; 0 blurs over the
 *     whole picture
 */
@PluginOptions
public record PerturbedOptions(
    @Option(
            label = "Attention is perturbed by",
            help = "pag: each place sees itself alone; seg: the queries are blurred.",
            defaultValue = "pag",
            infotext = "Perturbed attention")
        Perturbation by,
    @Option(
            label = "Scale",
            help = "How strongly predictions are pushed away from those of the spoiled network.",
            defaultValue = "3",
            min = 0,
            max = 20,
            step = 0.1,
            infotext = "Perturbed attention scale")
        double scale,
    @Option(
            label = "To this fraction of the evaluations",
            help = "What is left out costs nothing.",
            defaultValue = "1",
            min = 0,
            max = 1,
            step = 0.05,
            infotext = "Perturbed attention end")
        double end,
    @Option(
            label = "Blur of seg",
            help = "The standard deviation in places of the middle block; 0: the whole picture.",
            defaultValue = "0",
            min = 0,
            max = 100,
            step = 0.5,
            infotext = "Perturbed attention blur")
        double blur) {
  boolean acts() {
    return scale > 0 && end > 0;
  }
}
