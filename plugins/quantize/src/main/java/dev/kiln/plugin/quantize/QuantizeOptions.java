package dev.kiln.plugin.quantize;

import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;

/**
 * What is quantized.
 *
 * @param weights how those of layers are kept that compute in float32
 * @param compute in which numbers the layers of the denoising network multiply
 * @param error how far the weights of a layer may be off, as a part of their own size; what would
 *     be further off stays float32, and at 0 all does
 */
@PluginOptions(
    infotext = "Quantized ranges",
    presets = {"", "weights=int4", "compute=int8"})
public record QuantizeOptions(
    @Option(
            label = "Keep weights in",
            help = "int8 takes a quarter of the memory; int4 an eighth in the UNet's products.",
            defaultValue = "int8",
            infotext = "Quantized weights")
        KeptWeights weights,
    @Option(
            label = "Compute in",
            help =
                "int8 is faster on processors with instructions for it, such as VNNI; int8-calibrated"
                    + " measures the model in its first picture.",
            defaultValue = "float32",
            infotext = "Quantized compute")
        Arithmetic compute,
    @Option(
            label = "Largest error of a layer's weights",
            help = "Layers that would be further off stay in float32; 0 changes nothing.",
            defaultValue = "0.1",
            min = 0,
            max = 0.2,
            step = 0.01,
            infotext = "Quantized error",
            exact = "0")
        double error) {
  /** Whether anything is quantized. */
  boolean acts() {
    return error > 0 && (weights != KeptWeights.OFF || compute.whole());
  }
}
