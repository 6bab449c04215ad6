package dev.kiln.host.pipeline.pass;

import dev.kiln.host.sampler.OfferedSampler;
import dev.kiln.host.sampler.PassLevels;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.sampling.SamplerOptions;
import dev.kiln.spi.sampling.SigmaTable;

/**
 * The steps of a pass: the sampler and the noise levels.
 *
 * @param predicts what the model answers
 * @param table the noise levels that the model was trained on
 * @param levels the noise levels between the steps
 */
public record SamplerSteps(
    OfferedSampler sampler,
    SamplerOptions options,
    Prediction predicts,
    SigmaTable table,
    PassLevels levels) {
  /** The noise levels between the steps, descending. */
  public double[] sigmas() {
    return levels.sigmas();
  }

  /** How many the user was told of. */
  public int count() {
    return levels.count();
  }

  /**
   * What unit noise is multiplied with to begin from it alone.
   *
   * @param sgm by sqrt(1 + sigma²) whatever the sampler wants
   */
  public double noiseScale(boolean sgm) {
    double sigma = sigmas()[0];
    return sgm ? Math.sqrt(1 + sigma * sigma) : sampler.provider().initialScale(sigma);
  }

  /**
   * What the latents of a picture are multiplied with to begin from it: where webUI scales it for a
   * level that is not the first step's, more than 1.
   */
  public double pictureScale() {
    double sigma = sigmas()[0];
    double level = levels.first();
    return sampler.keepsVariance() ? Math.sqrt((1 + sigma * sigma) / (1 + level * level)) : 1;
  }

  /** How often the network is asked; an adaptive sampler decides for itself. */
  public int evaluations() {
    return evaluations(count());
  }

  /** The same for a number of steps. */
  public int evaluations(int count) {
    return count * (sampler.info().has(Trait.SECOND_ORDER) ? 2 : 1);
  }
}
