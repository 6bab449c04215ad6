package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.SamplerOptions;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * Stochastic churn, lines 4 to 6 of Algorithm 2 of Karras et al. (2022): before a step, lift the
 * noise level from sigma to sigma_hat = sigma (1 + gamma) by adding noise.
 */
final class Churn {
  private final SamplerRun run;
  private final boolean active;
  private final Tensor noise;

  Churn(SamplerRun run) {
    this.run = run;
    active = run.options().churn() > 0;
    noise = active ? Tensor.like(run.latents()) : Tensor.zeros(0);
  }

  /** Lift the latents and say to what level. */
  double lift(int step) {
    double sigma = run.sigmas()[step];
    if (!active) {
      return sigma;
    }
    // Drawn at every step, used or not, so that a window does not shift the noise of later steps.
    run.noise(noise);
    SamplerOptions options = run.options();
    if (sigma < options.tMin() || sigma > options.tMax()) {
      return sigma;
    }
    double gamma = Math.min(options.churn() / (run.sigmas().length - 1), Math.sqrt(2) - 1);
    double hat = sigma * (1 + gamma);
    double deviation = Math.sqrt(hat * hat - sigma * sigma);
    Linear.add(run.latents().data(), options.noise() * deviation, noise.data());
    return hat;
  }
}
