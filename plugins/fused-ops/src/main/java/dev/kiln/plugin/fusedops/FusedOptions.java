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
    @Option(label = "Sum and layer norm", standard = "true") boolean skipNorm,
    @Option(label = "Layer norm", standard = "true") boolean norm,
    @Option(label = "GELU", standard = "false") boolean gelu,
    @Option(label = "SiLU", standard = "false") boolean silu,
    @Option(label = "GEGLU as two products", standard = "true") boolean geglu,
    @Option(label = "Bias and GELU", standard = "false") boolean biasGelu,
    @Option(label = "Softmax with its scale", standard = "false") boolean softmaxScale,
    @Option(label = "Queries, keys and values in one product", standard = "false") boolean mergeQkv,
    @Option(label = "Norms folded into the next layer", standard = "false") boolean foldNorms) {
  static final FusedOptions STANDARD =
      new FusedOptions(true, true, false, false, true, false, false, false, false);
}
