package dev.kiln.host.pipeline;

import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.sampling.SamplerOptions;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;

/** One pass as its sampler sees it. */
final class PassRun implements SamplerRun {
  private final Setup setup;

  PassRun(Setup setup) {
    this.setup = setup;
  }

  /** What a pass gives its sampler, and whom it tells of the steps. */
  record Setup(
      Tensor latents,
      double[] sigmas,
      Denoiser model,
      SigmaTable table,
      SamplerOptions options,
      SeededNoise noise,
      StepClock clock,
      PassHooks hooks,
      Progress progress,
      Cancellation cancellation) {}

  @Override
  public Tensor latents() {
    return setup.latents;
  }

  @Override
  public double[] sigmas() {
    return setup.sigmas;
  }

  @Override
  public int steps() {
    return setup.clock.steps();
  }

  @Override
  public Denoiser model() {
    return setup.model;
  }

  @Override
  public SigmaTable table() {
    return setup.table;
  }

  @Override
  public SamplerOptions options() {
    return setup.options;
  }

  @Override
  public void noise(Tensor out) {
    setup.noise.next(out);
  }

  @Override
  public void brownianNoise(double sigma, double sigmaNext, Tensor out) {
    setup.noise.brownian(sigma, sigmaNext, out);
  }

  @Override
  public void stepEnded(int step, Tensor denoised) {
    setup.clock.stepEnded(step);
    setup.hooks.stepEnded(setup.clock, denoised);
    setup.progress.step(Math.min(step + 1, steps()), steps());
    setup.cancellation.throwIfCancelled();
    // An adaptive sampler goes on beyond the number of steps that was asked for.
    if (setup.cancellation.interrupted() && step + 1 != steps()) {
      System.arraycopy(denoised.data(), 0, latents().data(), 0, latents().size());
      throw new StoppedEarly();
    }
  }
}
