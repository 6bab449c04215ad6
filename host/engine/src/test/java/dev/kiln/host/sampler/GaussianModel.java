package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.tensor.Tensor;

/**
 * The perfect denoiser of data that is normal with deviation s: D = x s² / (s² + σ²). Its
 * probability flow ODE has the exact solution x(σ) = x0 sqrt((s² + σ²) / (s² + σ0²)).
 */
final class GaussianModel implements Denoiser {
  static final double DEVIATION = 0.8;
  private final Tensor denoised;
  private final double uncondShare;
  private final Tensor uncond;
  int calls;

  /**
   * @param uncondShare what the negative prompt's prediction is of the prompt's
   */
  GaussianModel(Tensor latents, double uncondShare) {
    denoised = Tensor.like(latents);
    uncond = Tensor.like(latents);
    this.uncondShare = uncondShare;
  }

  GaussianModel(Tensor latents) {
    this(latents, 1);
  }

  static double variance(double sigma) {
    return DEVIATION * DEVIATION + sigma * sigma;
  }

  /** The exact way along the ODE, as a factor. */
  static double decay(double from, double to) {
    return Math.sqrt(variance(to) / variance(from));
  }

  @Override
  public Tensor denoise(Tensor latents, double sigma) {
    calls++;
    double share = DEVIATION * DEVIATION / variance(sigma);
    for (int i = 0; i < latents.size(); i++) {
      denoised.data()[i] = (float) (share * latents.data()[i]);
      uncond.data()[i] = (float) (uncondShare * share * latents.data()[i]);
    }
    return denoised;
  }

  @Override
  public Tensor uncond() {
    return uncond;
  }
}
