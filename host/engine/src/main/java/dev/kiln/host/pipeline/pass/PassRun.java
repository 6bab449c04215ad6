package dev.kiln.host.pipeline.pass;

import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.Progress;
import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.sampling.SamplerOptions;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;

/** One pass as its sampler sees it. */
final class PassRun implements SamplerRun {
  private final PassSpec spec;
  private final Denoiser model;
  private final StepClock clock;
  private final PassHooks hooks;
  private final Progress progress;
  private final Cancellation cancellation;

  PassRun(
      PassSpec spec,
      Denoiser model,
      StepClock clock,
      PassHooks hooks,
      Progress progress,
      Cancellation cancellation) {
    this.spec = spec;
    this.model = model;
    this.clock = clock;
    this.hooks = hooks;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  @Override
  public Tensor latents() {
    return spec.latents();
  }

  @Override
  public double[] sigmas() {
    return spec.steps().sigmas();
  }

  @Override
  public int steps() {
    return spec.steps().count();
  }

  @Override
  public Denoiser model() {
    return model;
  }

  @Override
  public SigmaTable table() {
    return spec.steps().table();
  }

  @Override
  public SamplerOptions options() {
    return spec.steps().options();
  }

  @Override
  public void noise(Tensor out) {
    spec.noise().next(out);
  }

  @Override
  public void brownianNoise(double sigma, double sigmaNext, Tensor out) {
    spec.noise().brownian(sigma, sigmaNext, out);
  }

  @Override
  public void stepEnded(int step, Tensor denoised) {
    clock.stepEnded(step);
    hooks.stepEnded(clock, denoised);
    progress.step(Math.min(step + 1, steps()), steps());
    cancellation.throwIfCancelled();
    // An adaptive sampler goes on beyond the number of steps that was asked for.
    if (cancellation.endsLoop() && step + 1 != steps()) {
      System.arraycopy(denoised.data(), 0, latents().data(), 0, latents().size());
      throw new StoppedEarly();
    }
  }
}
