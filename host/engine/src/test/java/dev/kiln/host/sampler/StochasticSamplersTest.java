package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.noise.BrownianTree;
import dev.kiln.host.noise.ImageNoise;
import dev.kiln.host.noise.ImageSeed;
import dev.kiln.host.noise.SeedResize;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.sampling.SamplerOptions;
import dev.kiln.spi.tensor.Tensor;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Samplers that put noise back, on normal data of deviation s and its perfect denoiser: whatever
 * the sampler, what comes out has the variance s². 16 seeds of 1024 values each: the variance found
 * has a deviation of 1.1 % by chance; 5 % are allowed, since Euler's own error is 3 %.
 */
class StochasticSamplersTest {
  private static final int SEEDS = 16;
  private static final double VARIANCE = GaussianModel.DEVIATION * GaussianModel.DEVIATION;

  /** How much of the first noise is still there says that noise was put back at all. */
  @ParameterizedTest
  @CsvSource({
    "Euler a,0.1",
    "DPM2 a,0.1",
    "DPM++ 2S a,0.1",
    "DPM++ SDE,0.1",
    "DPM++ 2M SDE,0.1",
    "DPM++ 2M SDE Heun,0.1",
    "DPM++ 3M SDE,0.1",
    "DDIM,0.1",
    "DDIM CFG++,0.1",
    "DPM fast,0.1",
    "DPM adaptive,0.2",
    "Restart,0.2"
  })
  void resultHasTheVarianceOfTheData(String name, double correlation) {
    SamplerProvider provider = HostSamplersTest.named(name);
    double[] sigmas =
        provider instanceof SpanSampler
            ? new double[] {10, 0.03}
            : HostSchedules.karras(200, 0.03, 10, 7);
    TestingRun run = run(sigmas, TestingRun.eta(1));
    run.steps = 200;
    Tensor start = run.latents().copy();
    provider.create().sample(run);
    assertThat(product(run.latents(), run.latents())).isCloseTo(VARIANCE, within(0.05 * VARIANCE));
    assertThat(correlation(run.latents(), start)).isLessThan(correlation);
  }

  /** A prediction that has nothing to do with the latents makes each step shorter than the last. */
  @Test
  void anAdaptiveSamplerThatFindsNoEndSaysSo() {
    Random random = new Random(1);
    Denoiser erratic =
        new Denoiser() {
          private final Tensor out = Tensor.zeros(1, 1, 8, 8);

          @Override
          public Tensor denoise(Tensor latents, double sigma) {
            for (int i = 0; i < out.size(); i++) {
              out.data()[i] = (float) (1e6 * random.nextGaussian());
            }
            return out;
          }

          @Override
          public Tensor uncond() {
            return out;
          }
        };
    TestingRun run = new TestingRun(erratic, Tensor.zeros(1, 1, 8, 8), 10, 0.03);
    assertThatThrownBy(() -> HostSamplersTest.named("DPM adaptive").create().sample(run))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("another sampler");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Heun", "DPM2"})
  void churnKeepsTheVarianceOfTheData(String name) {
    TestingRun run =
        run(HostSchedules.karras(200, 0.03, 10, 7), new SamplerOptions(1, 40, 0.05, 5, 1));
    Tensor start = run.latents().copy();
    HostSamplersTest.named(name).create().sample(run);
    assertThat(product(run.latents(), run.latents())).isCloseTo(VARIANCE, within(0.05 * VARIANCE));
    assertThat(correlation(run.latents(), start)).isLessThan(0.1);
  }

  /** Brownian noise belongs to the seed, so more steps lead to the same picture. */
  @ParameterizedTest
  @ValueSource(strings = {"DPM++ SDE", "DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ 3M SDE"})
  void moreStepsAlongTheSameBrownianMotionLeadToTheSameResult(String name) {
    TestingRun few = run(HostSchedules.karras(40, 0.03, 10, 7), TestingRun.eta(1));
    TestingRun many = run(HostSchedules.karras(160, 0.03, 10, 7), TestingRun.eta(1));
    HostSamplersTest.named(name).create().sample(few);
    HostSamplersTest.named(name).create().sample(many);
    assertThat(correlation(few.latents(), many.latents())).isGreaterThan(0.99);
  }

  @Test
  void noiseScaleScalesWhatIsPutBack() {
    TestingRun none = run(HostSchedules.karras(20, 0.03, 10, 7), TestingRun.eta(0));
    TestingRun silent =
        run(
            HostSchedules.karras(20, 0.03, 10, 7),
            new SamplerOptions(0.5, 0, 0, Double.POSITIVE_INFINITY, 0));
    HostSamplersTest.named("DPM2 a").create().sample(none);
    HostSamplersTest.named("DPM2 a").create().sample(silent);
    // Further down along the ODE without anything put back: less than the data's variance.
    assertThat(product(silent.latents(), silent.latents()))
        .isLessThan(0.9 * product(none.latents(), none.latents()));
  }

  private static TestingRun run(double[] sigmas, SamplerOptions options) {
    Tensor x = Tensor.zeros(SEEDS, 4, 16, 16);
    ImageNoise noise =
        new ImageNoise(
            IntStream.range(0, SEEDS).mapToObj(ImageSeed::of).toList(), 0, SeedResize.NONE);
    BrownianTree tree =
        new BrownianTree(LongStream.range(0, SEEDS).toArray(), x.rowSize(), 0.03, 10);
    noise.first(x);
    Linear.scale(x.data(), Math.sqrt(GaussianModel.variance(sigmas[0])));
    TestingRun run = new TestingRun(new GaussianModel(x), x, sigmas);
    run.options = options;
    run.noise = noise::next;
    run.brownian = tree::noise;
    return run;
  }

  private static double correlation(Tensor a, Tensor b) {
    return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
  }

  private static double product(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += (double) a.data()[i] * b.data()[i];
    }
    return sum / a.size();
  }
}
