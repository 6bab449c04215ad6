package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against the update of the paper's Algorithm 2 in its own variables, written out here, and against
 * DDIM, which it is where both prompts say the same.
 */
class DdimCfgPlusPlusTest {
  private static final double[] SIGMAS = {12, 5, 2, 0.7, 0.1};

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void withoutGuidanceItIsDdim(double eta) {
    Tensor x = Tensor.of(new float[] {7, -2}, 1, 1, 1, 2);
    Tensor y = x.copy();
    TestingRun plus = new TestingRun(new GaussianModel(x), x, SIGMAS);
    TestingRun ddim = new TestingRun(new GaussianModel(y), y, SIGMAS);
    for (TestingRun run : new TestingRun[] {plus, ddim}) {
      run.options = TestingRun.eta(eta);
      run.noise = out -> Arrays.fill(out.data(), 0.3f);
    }
    new DdimCfgPlusPlus().sample(plus);
    new Ddim().sample(ddim);
    assertThat(x.data()).containsExactly(y.data(), within(1e-5f));
  }

  /** x' = sqrt(a') x0 + sqrt(1 - a') eps_uncond, with x0 from the guidance divided by 12.5. */
  @Test
  void theNegativePromptGivesTheDirection() {
    double uncondShare = 0.4;
    Tensor x = Tensor.of(new float[] {7}, 1, 1, 1, 1);
    TestingRun run = new TestingRun(new GaussianModel(x, uncondShare), x, SIGMAS);
    run.options = TestingRun.eta(0);
    double vp = 7 / Math.sqrt(1 + SIGMAS[0] * SIGMAS[0]);
    for (int i = 0; i + 1 < SIGMAS.length; i++) {
      double alpha = 1 / (1 + SIGMAS[i] * SIGMAS[i]);
      double next = 1 / (1 + SIGMAS[i + 1] * SIGMAS[i + 1]);
      double guided =
          vp
              / Math.sqrt(alpha)
              * GaussianModel.DEVIATION
              * GaussianModel.DEVIATION
              / GaussianModel.variance(SIGMAS[i]);
      double uncond = uncondShare * guided;
      double eps = (vp - Math.sqrt(alpha) * uncond) / Math.sqrt(1 - alpha);
      double x0 = uncond + (guided - uncond) / 12.5;
      vp = Math.sqrt(next) * x0 + Math.sqrt(1 - next) * eps;
    }
    new DdimCfgPlusPlus().sample(run);
    double last = SIGMAS[SIGMAS.length - 1];
    assertThat(x.data()[0] / Math.sqrt(1 + last * last)).isCloseTo(vp, within(1e-5));
  }

  /** ComfyUI's euler_cfg_pp at a scale of s / 12.5: x = D + d sigma', d the negative prompt's. */
  @Test
  void eulerIsThatOfComfyui() {
    double uncondShare = 0.4;
    double[] sigmas = {12, 5, 2, 0.7, 0};
    Tensor latents = Tensor.of(new float[] {7}, 1, 1, 1, 1);
    TestingRun run = new TestingRun(new GaussianModel(latents, uncondShare), latents, sigmas);
    run.options = TestingRun.eta(HostSamplersTest.named("Euler CFG++").defaultEta());
    double x = 7;
    for (int i = 0; i + 1 < sigmas.length; i++) {
      double guided =
          x * GaussianModel.DEVIATION * GaussianModel.DEVIATION / GaussianModel.variance(sigmas[i]);
      double uncond = uncondShare * guided;
      double denoised = uncond + (guided - uncond) / 12.5;
      x = denoised + (x - uncond) / sigmas[i] * sigmas[i + 1];
    }
    HostSamplersTest.named("Euler CFG++").create().sample(run);
    assertThat((double) latents.data()[0]).isCloseTo(x, within(1e-5));
  }
}
