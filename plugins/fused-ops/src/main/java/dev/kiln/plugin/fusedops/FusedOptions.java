package dev.kiln.plugin.fusedops;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * Which chains are replaced.
 *
 * @param skipNorm a sum and its layer norm
 * @param norm other layer norms
 * @param gelu GELU of an error function
 * @param silu a value times its sigmoid
 * @param geglu a gated layer as two products
 * @param biasGelu a layer's bias and its GELU
 * @param softmaxScale the scale of scores and their product, where no optimizer computes them
 * @param mergeQkv three projections of one input as one
 * @param foldNorms the scale and shift of a norm into the layers that read it
 */
@PluginOptions
public record FusedOptions(
    @Option(label = "Sum and layer norm", defaultValue = "true") boolean skipNorm,
    @Option(label = "Layer norm", defaultValue = "true") boolean norm,
    @Option(label = "GELU", defaultValue = "false") boolean gelu,
    @Option(label = "SiLU", defaultValue = "false") boolean silu,
    @Option(label = "GEGLU as two products", defaultValue = "false") boolean geglu,
    @Option(label = "Bias and GELU", defaultValue = "false") boolean biasGelu,
    @Option(
            label = "Softmax with its scale",
            help = "Where no attention optimizer computes the scores.",
            defaultValue = "false")
        boolean softmaxScale,
    @Option(label = "Queries, keys and values in one product", defaultValue = "false")
        boolean mergeQkv,
    @Option(
            label = "Norms folded into the next layer",
            help = "Scale and shift of a norm become weights of the layers that read it.",
            defaultValue = "false")
        boolean foldNorms) {
  static final FusedOptions DEFAULT =
      new FusedOptions(true, true, false, false, false, false, false, false, false);
}
