package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against the paper's rule and webUI's choice of restarts; variance is StochasticSamplersTest's.
 */
class RestartTest {
  @ParameterizedTest
  @CsvSource({"20,9,1", "35,9,1", "36,9,2", "50,12,2"})
  void partOfTheStepsGoesFromTheHighLevelToTheLowOneAgain(int steps, int again, int times) {
    double[] levels = Restart.levels(HostSchedules.karras(steps, 0.03, 14.6, 7));
    int[] rises =
        IntStream.range(0, levels.length - 1).filter(i -> levels[i + 1] > levels[i]).toArray();
    assertThat(rises).hasSize(times);
    assertThat(levels.length - 1 - times).isEqualTo(steps);
    double[] main = HostSchedules.karras(steps - again * times, 0.03, 14.6, 7);
    for (int rise : rises) {
      double low = levels[rise];
      double high = levels[rise + 1];
      assertThat(main).contains(low, high);
      assertThat(Arrays.stream(main).boxed())
          .noneMatch(sigma -> Math.abs(sigma - 0.1) < Math.abs(low - 0.1));
      assertThat(Arrays.stream(main).boxed())
          .noneMatch(sigma -> Math.abs(sigma - 2) < Math.abs(high - 2));
      assertThat(levels[rise + 1 + again]).isCloseTo(low, within(1e-9));
    }
    assertThat(levels).startsWith(main[0], main[1]).endsWith(main[main.length - 2], 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 19})
  void fewStepsAreThoseOfHeun(int steps) {
    double[] sigmas = HostSchedules.karras(steps, 0.03, 14.6, 7);
    Tensor restart = Tensor.of(new float[] {9}, 1, 1, 1, 1);
    Tensor heun = restart.copy();
    new Restart().sample(new TestingRun(new GaussianModel(restart), restart, sigmas));
    new Heun().sample(new TestingRun(new GaussianModel(heun), heun, sigmas));
    assertThat(restart.data()).isEqualTo(heun.data());
  }

  /**
   * Without noise a rise changes nothing, and each way down has an exact solution: the error falls
   * with the second order of Heun's steps, which the paper takes.
   */
  @Test
  void waysDownAreOfOrderTwo() {
    double coarse = Math.abs(error(40));
    double fine = Math.abs(error(160));
    assertThat(Math.log(coarse / fine) / Math.log(4)).isBetween(1.8, 3.0);
  }

  private static double error(int steps) {
    double[] sigmas = HostSchedules.karras(steps, 0.03, 14.6, 7);
    double[] levels = Restart.levels(sigmas);
    assertThat(IntStream.range(1, levels.length).anyMatch(i -> levels[i] > levels[i - 1])).isTrue();
    double exact = 9;
    for (int i = 1; i < levels.length - 1; i++) {
      exact *= levels[i] < levels[i - 1] ? GaussianModel.decay(levels[i - 1], levels[i]) : 1;
    }
    // The last step, to 0, is the prediction itself.
    double variance = GaussianModel.DEVIATION * GaussianModel.DEVIATION;
    exact *= variance / GaussianModel.variance(levels[levels.length - 2]);
    Tensor x = Tensor.of(new float[] {9}, 1, 1, 1, 1);
    new Restart().sample(new TestingRun(new GaussianModel(x), x, sigmas));
    return x.data()[0] / exact - 1;
  }

  @Test
  void stepsAreCountedOnAcrossRestarts() {
    Tensor x = Tensor.of(new float[] {9}, 1, 1, 1, 1);
    TestingRun run =
        new TestingRun(new GaussianModel(x), x, HostSchedules.karras(36, 0.03, 14.6, 7));
    new Restart().sample(run);
    assertThat(run.ended).containsExactlyElementsOf(IntStream.range(0, 36).boxed().toList());
  }
}
