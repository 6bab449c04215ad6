package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.VaeCall;
import dev.kiln.spi.tensor.Tensor;
import java.util.Optional;

/**
 * Wrap the decoding and the encoding of single pictures. One object per request: state lives here.
 *
 * <p><b>When:</b> after the last step of a pass for each of its images; wherever a picture becomes
 * latents, a plugin's own {@code Vae.encode} included. <br>
 * <b>How often:</b> once per picture; it calls {@code proceed()} once, or not at all and fills the
 * result itself. <br>
 * <b>Thread:</b> the generation's own; never two at once for one generation. <br>
 * <b>May change:</b> what goes in before {@code proceed()}, what came out after it. <br>
 * <b>May keep:</b> nothing of the call. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface VaeInterceptor extends AutoCloseable {
  /** Latents to a picture: {@code call.latents()} goes in, {@code call.picture()} comes out. */
  default void decode(VaeCall call) {
    call.proceed();
  }

  /** A picture to latents: {@code call.picture()} goes in, {@code call.latents()} comes out. */
  default void encode(VaeCall call) {
    call.proceed();
  }

  /**
   * A quick picture of latents that are not finished, for a preview. The first interceptor that has
   * one is taken.
   *
   * @param latents [channels, height/8, width/8] as the denoising network sees them
   * @return [3, any height, any width], 0..1 and a little beyond; empty where it has none
   */
  default Optional<Tensor> preview(Tensor latents) {
    return Optional.empty();
  }

  /** The request is over. */
  @Override
  default void close() {}
}
