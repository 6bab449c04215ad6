package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.sampling.Denoiser;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the consistency sampling rule of the paper, x' = f(x) + σ' noise, written out here. */
class LcmTest {
  private static final TrainedSigmas TABLE = TestingRun.TABLE;

  /** Distilled time steps are 19, 39, ..., 999. */
  @ParameterizedTest
  @CsvSource({"999,999", "0,19", "19,19", "25,19", "30,39", "500,499", "990,999"})
  void levelsAreMovedToDistilledTimesteps(int timestep, int distilled) {
    assertThat(Lcm.timestep(TABLE, TABLE.at(timestep))).isEqualTo(distilled);
  }

  @Test
  void everyStepIsAJumpAndFreshNoise() {
    List<Double> asked = new ArrayList<>();
    Tensor constant = Tensor.of(new float[] {0.5f}, 1, 1, 1, 1);
    Denoiser model =
        new Denoiser() {
          @Override
          public Tensor denoise(Tensor latents, double sigma) {
            asked.add(sigma);
            return constant;
          }

          @Override
          public Tensor uncond() {
            return constant;
          }
        };
    Tensor x = Tensor.of(new float[] {14}, 1, 1, 1, 1);
    List<Float> seen = new ArrayList<>();
    TestingRun run = new TestingRun(model, x, TABLE.at(999), TABLE.at(505), TABLE.at(30), 0);
    run.noise =
        out -> {
          seen.add(x.data()[0]);
          Arrays.fill(out.data(), 2);
        };
    new Lcm().sample(run);
    assertThat(asked).containsExactly(TABLE.at(999), TABLE.at(499), TABLE.at(39));
    // The jump: c_skip x + c_out D with t scaled by 10, sigma_data 0.5.
    double t = 9990;
    double jump = 0.25 / (t * t + 0.25) * 14 + t / Math.sqrt(t * t + 0.25) * 0.5;
    assertThat((double) seen.get(0)).isCloseTo(jump, within(1e-6));
    double second = 0.5 + 2 * TABLE.at(499);
    t = 4990;
    jump = 0.25 / (t * t + 0.25) * second + t / Math.sqrt(t * t + 0.25) * 0.5;
    assertThat((double) seen.get(1)).isCloseTo(jump, within(1e-6));
    assertThat(seen).hasSize(2);
    assertThat((double) x.data()[0]).isCloseTo(0.5, within(1e-4));
  }
}
