package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.GuidanceCall;

/**
 * Combine the denoised rows of one evaluation into one prediction per image.
 *
 * <p><b>When:</b> after the network ran on all rows and every interceptor returned. <br>
 * <b>How often:</b> once per evaluation. <br>
 * <b>Thread:</b> the generation's own; never two at once for one generation. <br>
 * <b>May change:</b> {@code call.combined()}, which it must fill. <br>
 * <b>May keep:</b> nothing of the call. Allocate nothing. <br>
 * <b>On failure:</b> the generation fails with this plugin's id, the step and your message.
 */
@ImplementedByPlugins
@FunctionalInterface
public interface Guidance {
  void combine(GuidanceCall call);
}
