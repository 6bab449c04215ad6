package dev.kiln.spi.upscale;

import dev.kiln.spi.ImplementedByPlugins;

/**
 * Follows the work on one picture.
 *
 * <p><b>When:</b> while an upscaler runs. <br>
 * <b>How often:</b> after each tile, and at least once. <br>
 * <b>Thread:</b> the upscaler's, which waits for it: be quick. <br>
 * <b>May change:</b> nothing. <br>
 * <b>May keep:</b> the numbers. <br>
 * <b>On failure:</b> the work ends with it; a {@code CancellationException} is how to stop it.
 */
@ImplementedByPlugins
@FunctionalInterface
public interface UpscaleWatcher {
  /** Watches nothing. */
  UpscaleWatcher NONE = (done, total) -> {};

  /**
   * A part of the work is done.
   *
   * @param done never falls; equals the total at the end
   * @param total may grow while the work shows to be more
   */
  void progress(int done, int total);
}
