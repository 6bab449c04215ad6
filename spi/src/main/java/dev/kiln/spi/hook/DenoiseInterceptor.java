package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.DenoiseCall;

/**
 * Wrap one evaluation of the denoising network. One object per pass: state lives here.
 *
 * <p><b>When:</b> after the latents were scaled for the network, before guidance mixes the rows.
 * <br>
 * <b>How often:</b> once per evaluation; Heun and DPM2 evaluate twice per step. <br>
 * <b>Thread:</b> the generation's own; never two at once for one generation. <br>
 * <b>May change:</b> {@code call.sample()} before {@code proceed()}, {@code call.denoised()} after
 * it. <br>
 * <b>May keep:</b> nothing of the call: it is reused. Allocate in {@code open}. <br>
 * <b>On failure:</b> the generation fails with this plugin's id, the step and your message.
 */
@ImplementedByPlugins
public interface DenoiseInterceptor extends AutoCloseable {
  void intercept(DenoiseCall call);

  /** How often {@code intercept} may call {@code proceed()}; the chain holds it to that. */
  default Evaluations evaluations() {
    return Evaluations.ONCE;
  }

  /**
   * The steps of the pass are over, and no picture is decoded yet: the place to report what was
   * done with {@code PassContext.infotext}.
   */
  @Override
  default void close() {}

  /** How often an interceptor calls {@code proceed()} in one call. */
  enum Evaluations {
    /** Exactly once. */
    ONCE,
    /** Once or not at all: it then writes {@code denoised()} itself. */
    SKIPS,
    /** Once or more. */
    REPEATS
  }
}
