package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.host.testing.Safetensors;
import dev.kiln.spi.sampling.ScheduleCall;
import dev.kiln.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostSchedulesTest {
  private static final TrainedSigmas TABLE = TestingRun.TABLE;

  private static double[] sigmas(String name, int steps) {
    return sigmas(name, steps, TABLE.min(), TABLE.max());
  }

  private static double[] sigmas(String name, int steps, double min, double max) {
    OfferedSchedule schedule =
        HostSchedules.all().stream()
            .filter(known -> known.info().name().equals(name))
            .findFirst()
            .orElseThrow();
    return schedule
        .provider()
        .sigmas(new ScheduleCall(steps, min, max, schedule.info().rho(), TABLE));
  }

  static String[] names() {
    return HostSchedules.all().stream()
        .map(schedule -> schedule.info().name())
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"uniform", "karras", "exponential", "polyexponential"})
  void levelsEqualKDiffusions(String name) {
    Tensor golden = Safetensors.resource("/goldens/samplers.safetensors").tensor("sigmas." + name);
    double[] found = sigmas(name, 12);
    assertThat(found).hasSize(golden.size());
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(golden.data()[i], within(2e-6 * TABLE.max()));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void levelsFallFromTheLargestToTheirEnd(String name) {
    for (int steps : new int[] {1, 2, 7, 20, 150}) {
      double[] found = sigmas(name, steps);
      assertThat(found).hasSizeGreaterThan(steps);
      for (int i = 1; i < found.length; i++) {
        assertThat(found[i]).isLessThan(found[i - 1]).isNotNegative();
      }
      assertThat(found[0]).isLessThanOrEqualTo(14.616);
    }
  }

  @Test
  void rhoBendsTheScheduleOfKarras() {
    double[] found = HostSchedules.karras(3, 1, 9, 2);
    assertThat(found).containsExactly(new double[] {9, 4, 1, 0}, within(1e-12));
  }

  @Test
  void alignYourStepsGivesThePublishedLevels() {
    double[] published = {
      14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029, 0
    };
    assertThat(sigmas("align_your_steps", 11)).containsExactly(published, within(1e-9));
    // 21 levels: every other one is new, the geometric mean of its neighbours.
    double[] finer = sigmas("align_your_steps", 21);
    assertThat(finer[2]).isCloseTo(6.475, within(1e-9));
    assertThat(finer[3]).isCloseTo(Math.sqrt(6.475 * 3.861), within(1e-9));
  }

  /** The levels of ComfyUI's node for 4 and 10 steps, and between its 20 for 30. */
  @Test
  void gitsGivesThePublishedLevels() {
    assertThat(sigmas("gits", 4))
        .containsExactly(
            new double[] {14.61464119, 2.36326075, 0.92192322, 0.36617002, 0}, within(1e-9));
    double[] ten = {
      14.61464119,
      5.85520077,
      2.84484982,
      1.67050016,
      1.08895338,
      0.74807048,
      0.50118381,
      0.32104823,
      0.19894916,
      0.09824532,
      0
    };
    assertThat(sigmas("gits", 10)).containsExactly(ten, within(1e-9));
    double[] thirty = sigmas("gits", 30);
    assertThat(thirty).hasSize(31);
    assertThat(thirty[3]).isCloseTo(4.65472794, within(1e-9));
    assertThat(thirty[4])
        .isCloseTo(Math.pow(4.65472794, 1 / 3.0) * Math.pow(3.07277966, 2 / 3.0), within(1e-9));
    for (int steps = 2; steps <= 20; steps++) {
      assertThat(sigmas("gits", steps)).hasSize(steps + 1);
    }
  }

  @Test
  void klOptimalIsEvenInTheArcusTangentAndEndsAtTheSmallestLevel() {
    double[] found = sigmas("kl_optimal", 4, 0.1, 10);
    assertThat(found).hasSize(5);
    assertThat(found[0]).isCloseTo(10, within(1e-9));
    assertThat(found[4]).isCloseTo(0.1, within(1e-9));
    assertThat(Math.atan(found[1]) - Math.atan(found[2]))
        .isCloseTo(Math.atan(found[2]) - Math.atan(found[3]), within(1e-9));
  }

  @Test
  void sgmUniformLeavesOutTheLastTimestep() {
    double[] found = sigmas("sgm_uniform", 4);
    for (int i = 0; i < 4; i++) {
      assertThat(found[i]).isCloseTo(TABLE.sigma(999 - 999 / 4.0 * i), within(1e-9));
    }
    assertThat(found[4]).isZero();
  }

  @Test
  void normalIsEvenInTimeBetweenTheLevelsAskedFor() {
    double[] found = sigmas("normal", 4, TABLE.at(100), TABLE.at(700));
    assertThat(found)
        .containsExactly(
            new double[] {TABLE.at(700), TABLE.at(500), TABLE.at(300), TABLE.at(100), 0},
            within(1e-9));
  }

  @Test
  void simpleTakesLevelsOfTheTableFromTheEnd() {
    assertThat(sigmas("simple", 3))
        .containsExactly(TABLE.at(999), TABLE.at(999 - 333), TABLE.at(999 - 666), 0);
  }

  @ParameterizedTest
  @CsvSource({"10,901,1", "12,997,1", "30,991,1"})
  void ddimTakesEveryNthLevelFromTheSecondOn(int steps, int first, int last) {
    double[] found = sigmas("ddim", steps);
    assertThat(found[0]).isEqualTo(TABLE.at(first));
    assertThat(found[found.length - 2]).isEqualTo(TABLE.at(last));
    assertThat(found[found.length - 1]).isZero();
  }

  /** The distribution function of Beta(0.6, 0.6), integrated here, at the quantiles found. */
  @Test
  void betaGivesTheQuantilesOfItsDistribution() {
    double[] found = sigmas("beta", 9, 0, 1);
    assertThat(found[0]).isCloseTo(1, within(1e-6));
    assertThat(found[4]).isCloseTo(0.5, within(1e-6));
    for (int i = 1; i < 8; i++) {
      assertThat(integral(found[i]) / integral(1)).isCloseTo(1 - i / 8.0, within(1e-4));
    }
  }

  /**
   * The integral of (x (1 - x))^(-0.4) from 0. With x = sin²(θ) it is that of 2 (sin θ cos θ)^0.2,
   * which is bounded.
   */
  private static double integral(double end) {
    double angle = Math.asin(Math.sqrt(end));
    int parts = 200_000;
    double sum = 0;
    for (int i = 0; i < parts; i++) {
      double theta = angle * (i + 0.5) / parts;
      sum += 2 * Math.pow(Math.sin(theta) * Math.cos(theta), 0.2) * angle / parts;
    }
    return sum;
  }
}
