package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Tensor;

/**
 * Latents that are to be sampled again. As in webUI's hires fix, all steps are taken, and the noise
 * is the seeds' first at their new size.
 *
 * @param latents [images, channels, height/8, width/8], of any size; not changed
 * @param strength webUI's denoising strength, 0..1
 */
@ValueType
public record Resampling(Tensor latents, double strength, PassSettings settings) {}
