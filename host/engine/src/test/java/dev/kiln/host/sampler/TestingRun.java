package dev.kiln.host.sampler;

import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.sampling.SamplerOptions;
import dev.kiln.spi.sampling.SamplerRun;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A pass without a pipeline. Noise is zero unless a test sets a source. */
final class TestingRun implements SamplerRun {
  static final TrainedSigmas TABLE = TrainedSigmas.of("scaled_linear", 0.00085, 0.012, 1000);

  interface Brownian {
    void noise(double sigma, double sigmaNext, Tensor out);
  }

  private final Denoiser model;
  private final Tensor latents;
  private final double[] sigmas;
  int steps;
  SamplerOptions options = eta(1);
  Consumer<Tensor> noise = out -> Arrays.fill(out.data(), 0);
  Brownian brownian = (sigma, next, out) -> noise.accept(out);
  final List<Integer> ended = new ArrayList<>();

  TestingRun(Denoiser model, Tensor latents, double... sigmas) {
    this.model = model;
    this.latents = latents;
    this.sigmas = sigmas;
    steps = sigmas.length - 1;
  }

  static SamplerOptions eta(double eta) {
    return new SamplerOptions(eta, 0, 0, Double.POSITIVE_INFINITY, 1);
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
    return options;
  }

  @Override
  public void noise(Tensor out) {
    noise.accept(out);
  }

  @Override
  public void brownianNoise(double sigma, double sigmaNext, Tensor out) {
    brownian.noise(sigma, sigmaNext, out);
  }

  @Override
  public void stepEnded(int step, Tensor denoised) {
    ended.add(step);
  }
}
