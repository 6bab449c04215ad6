package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.Optional;

/**
 * Offer one sampler. The host's own samplers are offered the same way.
 *
 * <p><b>When:</b> when a request names it; {@code @OffersSampler} declares name, aliases and
 * traits. <br>
 * <b>How often:</b> {@code create} once per pass. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing. <br>
 * <b>May keep:</b> nothing. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface SamplerProvider extends HookPoint {
  /** A sampler for one pass: it may keep state of that pass. */
  Sampler create();

  /**
   * The noise levels of a sampler that chooses its own time steps: descending, {@code steps + 1} of
   * them or as many as it needs. Empty for a sampler that takes any schedule.
   */
  default Optional<double[]> ownSigmas(int steps, SigmaTable table) {
    return Optional.empty();
  }

  /** What unit noise is multiplied with to start: sigma for k-diffusion's samplers. */
  default double initialScale(double firstSigma) {
    return firstSigma;
  }

  /** The default of {@code eta}: 1 for k-diffusion's samplers, 0 for DDIM. */
  default double defaultEta() {
    return 1;
  }
}
