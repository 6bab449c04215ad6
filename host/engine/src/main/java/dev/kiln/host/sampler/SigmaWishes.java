package dev.kiln.host.sampler;

/**
 * A request's settings for the noise levels, besides schedule and steps.
 *
 * @param sigmaMin smallest level, 0 for the model's
 * @param sigmaMax largest level, 0 for the model's
 * @param rho the schedule's exponent, 0 for its own
 * @param discardPenultimate leave out the last but one level even where the sampler does not ask
 */
public record SigmaWishes(
    double sigmaMin, double sigmaMax, double rho, boolean discardPenultimate) {
  public static final SigmaWishes NONE = new SigmaWishes(0, 0, 0, false);
}
