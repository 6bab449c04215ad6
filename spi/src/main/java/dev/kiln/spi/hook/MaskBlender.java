package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.BlendCall;
import dev.kiln.spi.generate.FinalBlendCall;

/**
 * Mix the latents of one request under its mask. One object per request: state lives here.
 *
 * <p><b>When:</b> behind guidance, or before the network with samplers by time steps; {@link
 * #finish} after the last step. <br>
 * <b>How often:</b> once per evaluation, once more where a sampler asks for the negative prompt's
 * prediction; {@code finish} once per pass. <br>
 * <b>Thread:</b> the generation's own; never two at once for one generation. <br>
 * <b>May change:</b> {@code call.blended()}, each image without regard to the others. <br>
 * <b>May keep:</b> nothing of the call: it is reused. <br>
 * <b>On failure:</b> the generation fails with this plugin's id, the step and your message.
 */
@ImplementedByPlugins
public interface MaskBlender extends AutoCloseable {
  void blend(BlendCall call);

  /** Mix the finished latents, and say where the finished picture shows them. */
  default void finish(FinalBlendCall call) {}

  /** The request is over. */
  @Override
  default void close() {}
}
