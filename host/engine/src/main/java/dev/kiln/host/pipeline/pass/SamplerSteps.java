package dev.kiln.host.pipeline.pass;

import dev.kiln.host.sampler.OfferedSampler;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import dev.kiln.spi.sampling.SamplerOptions;
import dev.kiln.spi.sampling.SigmaTable;

/**
 * The steps of a pass: the sampler and the noise levels.
 *
 * @param predicts what the model answers
 * @param table the noise levels that the model was trained on
 * @param sigmas the noise levels between the steps, descending
 * @param count how many were asked for
 */
public record SamplerSteps(
    OfferedSampler sampler,
    SamplerOptions options,
    Prediction predicts,
    SigmaTable table,
    double[] sigmas,
    int count) {
  /** How often the network is asked; an adaptive sampler decides for itself. */
  public int evaluations() {
    return count * (sampler.info().has(Trait.SECOND_ORDER) ? 2 : 1);
  }
}
