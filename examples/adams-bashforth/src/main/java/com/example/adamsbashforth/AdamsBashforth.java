package com.example.adamsbashforth;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.index.OffersSampler;
import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;
import jakarta.enterprise.context.ApplicationScoped;
import org.pf4j.Extension;

/**
 * The two-step Adams-Bashforth method for dx/dσ = (x - D) / σ: second order for one evaluation a
 * step, by the slope of the step before.
 */
@Extension
@ApplicationScoped
@OffersSampler(
    name = "Adams-Bashforth 2",
    aliases = {"ab2", "k_ab2"},
    schedule = "karras")
public class AdamsBashforth implements SamplerProvider {
  @Override
  public Sampler create() {
    return AdamsBashforth::sample;
  }

  private static void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    float[] x = run.latents().data();
    float[] before = new float[x.length];
    for (int i = 0; i + 1 < sigmas.length; i++) {
      Tensor denoised = run.model().denoise(run.latents(), sigmas[i]);
      double step = sigmas[i + 1] - sigmas[i];
      // Half the ratio of the steps; the first step is Euler's.
      double weight = i == 0 ? 0 : step / (2 * (sigmas[i] - sigmas[i - 1]));
      for (int j = 0; j < x.length; j++) {
        float slope = (float) ((x[j] - denoised.data()[j]) / sigmas[i]);
        x[j] += (float) (step * (slope + weight * (slope - before[j])));
        before[j] = slope;
      }
      run.stepEnded(i, denoised);
    }
  }
}
