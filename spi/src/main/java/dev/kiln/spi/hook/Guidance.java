package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.CombineCall;

/**
 * Combine the denoised rows of one evaluation into one prediction per image.
 *
 * <p><b>When:</b> after the network ran on all rows and every {@code DenoiseInterceptor} returned.
 * <br>
 * <b>How often:</b> once per evaluation, and as often as interceptors ask for it at other scales:
 * the same rows at the same scale give the same prediction. <br>
 * <b>Thread:</b> the generation's own; never two at once for one generation. <br>
 * <b>May change:</b> {@code call.combined()}, which it must fill, each image without regard to the
 * others. <br>
 * <b>May keep:</b> nothing of the call. Allocate nothing. <br>
 * <b>On failure:</b> the generation fails with this plugin's id, the step and your message.
 */
@ImplementedByPlugins
@FunctionalInterface
public interface Guidance {
  void combine(CombineCall call);
}
