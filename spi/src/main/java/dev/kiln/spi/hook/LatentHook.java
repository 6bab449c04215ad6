package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.LatentCall;

/**
 * Work on sampled latents, or sample them again.
 *
 * <p><b>When:</b> after the last step of a request's own pass, before decoding; the pass's network
 * and hooks are closed by then. <br>
 * <b>How often:</b> once per batch. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> the latents, by {@link LatentCall#replace}, their size too. <br>
 * <b>May keep:</b> nothing of the call. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface LatentHook extends HookPoint {
  /** Look at the latents of a batch and replace them where there is something to do. */
  void sampled(LatentCall call);
}
