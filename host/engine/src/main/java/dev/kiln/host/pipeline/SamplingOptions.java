package dev.kiln.host.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What a request says about sampling beyond sampler and steps, with webUI's meaning.
 *
 * @param eta null for the sampler's own: 1 for ancestral samplers, 0 for DDIM
 * @param churn s_churn
 * @param tMin s_tmin
 * @param tMax s_tmax; 0 for no limit
 * @param noise s_noise
 * @param sigmaMin smallest noise level, 0 for the model's
 * @param sigmaMax largest noise level, 0 for the model's
 * @param rho exponent of the schedule, 0 for its own
 * @param discardPenultimate leave out the last but one noise level even where the sampler does not
 *     ask
 * @param seedDelta ENSD: added to the seed for the noise that is drawn in the steps
 * @param sgmNoise scale the first noise by sqrt(1 + sigma²) instead of sigma
 */
public record SamplingOptions(
    @Nullable Double eta,
    double churn,
    double tMin,
    double tMax,
    double noise,
    double sigmaMin,
    double sigmaMax,
    double rho,
    boolean discardPenultimate,
    long seedDelta,
    boolean sgmNoise) {
  public static final SamplingOptions DEFAULT =
      new SamplingOptions(null, 0, 0, 0, 1, 0, 0, 0, false, 0, false);
}
