package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the formulas of diffusers' TCDScheduler and DDIMScheduler, in their own variables. */
class TcdTest {
  private static final TrainedSigmas TABLE = TestingRun.TABLE;

  /** What diffusers' set_timesteps gives. */
  @ParameterizedTest
  @CsvSource({
    "TCD, 1, 999",
    "TCD, 4, 999 759 499 259",
    "TCD, 6, 999 839 679 499 339 179",
    "TCD, 8, 999 879 759 639 499 379 259 139",
    "DDIM trailing, 1, 999",
    "DDIM trailing, 4, 999 749 499 249",
    "DDIM trailing, 6, 999 832 666 499 332 166",
    "DDIM trailing, 8, 999 874 749 624 499 374 249 124"
  })
  void timestepsAreThoseOfDiffusers(String name, int steps, String wanted) {
    double[] sigmas = HostSamplersTest.named(name).ownSigmas(steps, TABLE).orElseThrow();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      found.add(String.valueOf(Math.round(TABLE.timestep(sigmas[i]))));
    }
    assertThat(String.join(" ", found)).isEqualTo(wanted);
    assertThat(sigmas).hasSize(steps + 1).endsWith(TABLE.at(0));
  }

  @ParameterizedTest
  @CsvSource({"TCD, 60", "TCD, 1000", "DDIM trailing, 1000"})
  void ofManyStepsEachIsAnother(String name, int steps) {
    double[] sigmas = HostSamplersTest.named(name).ownSigmas(steps, TABLE).orElseThrow();
    assertThat(sigmas[0]).isEqualTo(TABLE.max());
    for (int i = 1; i < sigmas.length; i++) {
      assertThat(sigmas[i]).isLessThan(sigmas[i - 1]);
    }
  }

  /** epsilon = 0.9 x + 0.1 cos(t / 300) of x scaled to unit variance. */
  private static double epsilon(double x, double timestep) {
    return 0.9 * x + 0.1 * Math.cos(timestep / 300);
  }

  private static double alpha(int timestep) {
    return 1 / (1 + TABLE.at(timestep) * TABLE.at(timestep));
  }

  @ParameterizedTest
  @CsvSource({"4, 0.3", "4, 0", "8, 1", "2, 0.75", "1, 0.3"})
  void stepsAreThoseOfDiffusers(int steps, double eta) {
    double[] sigmas = HostSamplersTest.named("TCD").ownSigmas(steps, TABLE).orElseThrow();
    double sample = 0.7;
    List<Double> noises = List.of(0.5, -1.2, 0.3, 2.0, -0.4, 1.1, -0.7);
    Iterator<Double> noise = noises.iterator();
    for (int i = 0; i < steps; i++) {
      int t = (int) Math.round(TABLE.timestep(sigmas[i]));
      int prev = i + 1 < steps ? (int) Math.round(TABLE.timestep(sigmas[i + 1])) : 0;
      int s = (int) Math.floor((1 - eta) * prev);
      double output = epsilon(sample, t);
      double original = (sample - Math.sqrt(1 - alpha(t)) * output) / Math.sqrt(alpha(t));
      double noised = Math.sqrt(alpha(s)) * original + Math.sqrt(1 - alpha(s)) * output;
      double share = alpha(prev) / alpha(s);
      sample =
          eta > 0 && i != steps - 1
              ? Math.sqrt(share) * noised + Math.sqrt(1 - share) * noise.next()
              : noised;
    }
    assertThat((double) drawn("TCD", sigmas, eta, noises)).isCloseTo(sample, within(1e-5));
  }

  /** The same of DDIM without noise, which ends at time step 0 as Stable Diffusion's does. */
  @Test
  void trailingStepsAreThoseOfDiffusers() {
    double[] sigmas = HostSamplersTest.named("DDIM trailing").ownSigmas(4, TABLE).orElseThrow();
    int[] timesteps = {999, 749, 499, 249, 0};
    double sample = 0.7;
    for (int i = 0; i < 4; i++) {
      double alpha = alpha(timesteps[i]);
      double next = alpha(timesteps[i + 1]);
      double output = epsilon(sample, timesteps[i]);
      double original = (sample - Math.sqrt(1 - alpha) * output) / Math.sqrt(alpha);
      sample = Math.sqrt(next) * original + Math.sqrt(1 - next) * output;
    }
    assertThat((double) drawn("DDIM trailing", sigmas, 0, List.of(0.0, 0.0, 0.0, 0.0)))
        .isCloseTo(sample, within(1e-5));
  }

  /** From 0.7 of unit noise; the last latents are diffusers' own. */
  private static float drawn(String name, double[] sigmas, double eta, List<Double> noises) {
    Tensor x = Tensor.of(new float[] {0.7f}, 1, 1, 1, 1);
    Linear.scale(x.data(), HostSamplersTest.named(name).initialScale(sigmas[0]));
    TestingRun run = new TestingRun(new Formula(), x, sigmas);
    run.options = TestingRun.eta(eta);
    Iterator<Double> noise = noises.iterator();
    run.noise = out -> out.data()[0] = noise.next().floatValue();
    HostSamplersTest.named(name).create().sample(run);
    assertThat(run.ended).hasSize(sigmas.length - 1);
    return x.data()[0];
  }

  private static final class Formula implements Denoiser {
    private final Tensor denoised = Tensor.zeros(1, 1, 1, 1);

    @Override
    public Tensor denoise(Tensor latents, double sigma) {
      double x = latents.data()[0];
      double epsilon = epsilon(x / Math.sqrt(1 + sigma * sigma), TABLE.timestep(sigma));
      denoised.data()[0] = (float) (x - sigma * epsilon);
      return denoised;
    }

    @Override
    public Tensor uncond() {
      return denoised;
    }
  }
}
