package dev.kiln.spi.sampling;

import dev.kiln.spi.ImplementedByPlugins;

/**
 * Integrate from noise to a picture's latents.
 *
 * <p><b>When:</b> the denoise loop is a sampler's {@code sample}. <br>
 * <b>How often:</b> once per pass, on an object made for it. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> {@code run.latents()}, in place; they are the result. <br>
 * <b>May keep:</b> nothing after it returns. Allocate before the first step, not in it. <br>
 * <b>On failure:</b> the generation fails with the plugin's id and your message.
 */
@ImplementedByPlugins
@FunctionalInterface
public interface Sampler {
  void sample(SamplerRun run);
}
