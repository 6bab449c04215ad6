package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.plugin.upscalerdiffusion.X4Settings.Sampler;
import dev.kiln.spi.tensor.Tensor;

/**
 * The noise levels that a picture goes through, in Karras' terms: latents are x = picture +
 * σ·noise. There DDIM without noise of its own and Euler take the same steps; where they begin and
 * end is diffusers'.
 *
 * @param sigmas the level before each step, and the last one
 * @param timesteps what the UNet is told in each step
 * @param first what noise is multiplied with to begin with
 * @param last what latents are multiplied with at the end
 */
record Steps(double[] sigmas, double[] timesteps, double first, double last) {
  private static final String LEADING = "leading";
  private static final String TRAILING = "trailing";

  static Steps of(Sampler sampler, int count, Scheduler scheduler) {
    return switch (sampler) {
      case DDIM -> ddim(count, scheduler);
      case EULER -> euler(count, scheduler);
    };
  }

  int count() {
    return timesteps.length;
  }

  /** Whole time steps; x / sqrt(1 + σ²) is what begins as noise and ends as latents. */
  private static Steps ddim(int count, Scheduler scheduler) {
    double[] timesteps = timesteps(count, scheduler, LEADING);
    double[] sigmas = new double[count + 1];
    for (int i = 0; i < count; i++) {
      timesteps[i] = Math.rint(timesteps[i]);
      sigmas[i] = scheduler.table().at((int) timesteps[i]);
    }
    sigmas[count] = scheduler.endsClean() ? 0 : scheduler.table().at(0);
    return new Steps(sigmas, timesteps, norm(sigmas[0]), 1 / norm(sigmas[count]));
  }

  private static Steps euler(int count, Scheduler scheduler) {
    double[] timesteps = timesteps(count, scheduler, "linspace");
    double[] sigmas = new double[count + 1];
    for (int i = 0; i < count; i++) {
      sigmas[i] = scheduler.between(timesteps[i]);
    }
    boolean leading = scheduler.spacing().equals(LEADING);
    return new Steps(sigmas, timesteps, leading ? norm(sigmas[0]) : sigmas[0], 1);
  }

  private static double[] timesteps(int count, Scheduler scheduler, String usual) {
    int size = scheduler.table().size();
    double[] timesteps = new double[count];
    for (int i = 0; i < count; i++) {
      double timestep =
          switch (scheduler.spacing().isEmpty() ? usual : scheduler.spacing()) {
            case LEADING -> (double) (size / count) * (count - 1 - i) + scheduler.offset();
            case TRAILING -> Math.rint(size - i * (size / (double) count)) - 1;
            default -> size - 1 - i * (size - 1.0) / Math.max(1, count - 1);
          };
      timesteps[i] = Math.min(timestep, size - 1);
    }
    return timesteps;
  }

  /**
   * x += (x - D) / σ · (σ' - σ), in place.
   *
   * @param step from 0
   * @param denoised what the latents will be by the UNet's prediction: D
   */
  void take(int step, Tensor latents, Tensor denoised) {
    float kept = (float) (sigmas[step + 1] / sigmas[step]);
    for (int i = 0; i < latents.size(); i++) {
      latents.data()[i] = kept * latents.data()[i] + (1 - kept) * denoised.data()[i];
    }
  }

  /** sqrt(1 + σ²): what x is divided by for the UNet. */
  static double norm(double sigma) {
    return Math.sqrt(1 + sigma * sigma);
  }
}
