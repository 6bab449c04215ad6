package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.tensor.Tensor;

/**
 * UniPC (Zhao et al., 2023) of order 3: a multistep predictor, and as soon as the model was asked
 * at the predicted point, a corrector that uses the answer to mend that point at no further cost.
 */
final class UniPc implements Sampler {
  private static final int ORDER = 3;
  private final boolean lowerOrderFinal;

  /**
   * @param lowerOrderFinal whether the last two steps are of lower order: steadier with few steps
   */
  UniPc(boolean lowerOrderFinal) {
    this.lowerOrderFinal = lowerOrderFinal;
  }

  @Override
  public void sample(SamplerRun run) {
    double[] sigmas = run.sigmas();
    UniPcStep[] steps = steps(sigmas);
    float[] x = run.latents().data();
    float[] base = new float[x.length];
    // The prediction of step i is at index i % 4.
    float[][] past = new float[ORDER + 1][x.length];
    for (int i = 0; i < steps.length; i++) {
      Tensor denoised = run.model().denoise(run.latents(), sigmas[i]);
      System.arraycopy(denoised.data(), 0, past[i % past.length], 0, x.length);
      if (i > 0) {
        System.arraycopy(base, 0, x, 0, x.length);
        addChanges(x, past, i - 1, steps[i - 1].corrector());
        addChange(x, past, i - 1, i, steps[i - 1].arrival());
      }
      System.arraycopy(x, 0, base, 0, x.length);
      Euler.step(base, sigmas[i], sigmas[i + 1], denoised.data());
      System.arraycopy(base, 0, x, 0, x.length);
      addChanges(x, past, i, steps[i].predictor());
      run.stepEnded(i, denoised);
    }
  }

  /** x += weight_k (D_i-k - D_i) for k = 1, 2, ... */
  private static void addChanges(float[] x, float[][] past, int i, double[] weights) {
    for (int k = 1; k <= weights.length; k++) {
      addChange(x, past, i, i - k, weights[k - 1]);
    }
  }

  private static void addChange(float[] x, float[][] past, int i, int other, double weight) {
    Linear.add(x, weight, past[other % past.length]);
    Linear.add(x, -weight, past[i % past.length]);
  }

  private UniPcStep[] steps(double[] sigmas) {
    UniPcStep[] steps = new UniPcStep[sigmas.length - 1];
    for (int i = 0; i < steps.length; i++) {
      int order = Math.min(ORDER, i + 1);
      if (lowerOrderFinal) {
        order = Math.min(order, steps.length - i);
      }
      steps[i] = UniPcStep.of(sigmas, i, order);
    }
    return steps;
  }
}
