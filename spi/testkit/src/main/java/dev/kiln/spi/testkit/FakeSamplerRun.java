package dev.kiln.spi.testkit;

import dev.kiln.host.sampler.TrainedSigmas;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.sampling.SamplerOptions;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * A pass of a sampler without a network: latents of [images, 4, 8, 8] that begin as noise, each
 * image's from a seed of its own.
 */
public final class FakeSamplerRun implements SamplerRun {
  /** Stable Diffusion 1.5's noise levels. */
  public static final SigmaTable TABLE = TrainedSigmas.of("scaled_linear", 0.00085, 0.012, 1000);

  private final Denoiser model;
  private final int steps;
  private final double[] sigmas;
  private final long[] seeds;
  private final double eta;
  private final List<SplittableRandom> noises;
  private final Tensor latents;
  private final List<Integer> ended = new ArrayList<>();
  private boolean brownian;

  /**
   * @param steps that the user asked for
   * @param seeds one for each image
   */
  public FakeSamplerRun(
      SamplerProvider provider, Denoiser model, int steps, double[] sigmas, long... seeds) {
    this.model = model;
    this.steps = steps;
    this.sigmas = sigmas;
    this.seeds = seeds;
    eta = provider.defaultEta();
    noises = Arrays.stream(seeds).mapToObj(SplittableRandom::new).toList();
    latents = Tensor.zeros(seeds.length, 4, 8, 8);
    noise(latents);
    double scale = provider.initialScale(sigmas[0]);
    for (int i = 0; i < latents.size(); i++) {
      latents.data()[i] *= (float) scale;
    }
  }

  /** The steps that the sampler said were over, in order. */
  public List<Integer> ended() {
    return ended;
  }

  /** Whether the sampler asked for {@link #brownianNoise}. */
  public boolean drewBrownianNoise() {
    return brownian;
  }

  @Override
  public Tensor latents() {
    return latents;
  }

  @Override
  public double[] sigmas() {
    return sigmas;
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public Denoiser model() {
    return model;
  }

  @Override
  public SigmaTable table() {
    return TABLE;
  }

  @Override
  public SamplerOptions options() {
    return new SamplerOptions(eta, 0, 0, Double.POSITIVE_INFINITY, 1);
  }

  @Override
  public void noise(Tensor out) {
    for (int image = 0; image < seeds.length; image++) {
      fill(out, image, noises.get(image)::nextGaussian);
    }
  }

  /** The same for the same two levels, as a way through them would give. */
  @Override
  public void brownianNoise(double sigma, double sigmaNext, Tensor out) {
    brownian = true;
    long levels = Double.doubleToLongBits(sigma) * 31 + Double.doubleToLongBits(sigmaNext);
    for (int image = 0; image < seeds.length; image++) {
      fill(out, image, new SplittableRandom(seeds[image] ^ levels)::nextGaussian);
    }
  }

  private static void fill(Tensor out, int image, DoubleSupplier next) {
    for (int i = image * out.rowSize(); i < (image + 1) * out.rowSize(); i++) {
      out.data()[i] = (float) next.getAsDouble();
    }
  }

  @Override
  public void stepEnded(int step, Tensor denoised) {
    ended.add(step);
  }
}
