package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;

/**
 * DDIM (Song et al., 2021). Its update, with a = 1 / (1 + σ²) and x_vp = sqrt(a) x, is
 *
 * <pre>  x_vp' = sqrt(a') D + sqrt(1 - a' - s²) eps + s noise,
 *  s² = eta² (1 - a') / (1 - a) (1 - a / a')</pre>
 *
 * Divided by sqrt(a') that is x' = D + sqrt(σ'² - up²) eps + up noise with up² = s² / a' = eta² σ'²
 * (σ² - σ'²) / σ²: an ancestral Euler step, and plain Euler for eta = 0.
 */
final class Ddim implements Sampler {
  private final Sampler ancestral = new EulerAncestral();

  @Override
  public void sample(SamplerRun run) {
    ancestral.sample(run);
  }
}
