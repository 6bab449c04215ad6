package dev.kiln.host.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.sampling.Sampler;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The samplers without noise (eta 0) against the exact solution of the probability flow ODE for
 * normal data: the error falls with the order that the sampler's paper claims.
 */
class ConvergenceTest {
  private static final float START = 3;

  /**
   * From {@code steps} to four times as many. Multistep methods start with steps of lower order, so
   * LMS and 3M SDE fall short of their steady order; UniPC falls to 2 by its last steps when they
   * are of lower order, which is the default, and DPM fast by its last step.
   */
  @ParameterizedTest
  @CsvSource({
    "Euler,1,12",
    "Euler a,1,12",
    "Heun,2,12",
    "DPM2,2,12",
    "DPM2 a,2,12",
    "DPM++ 2S a,2,12",
    "DPM++ SDE,2,12",
    "DPM++ 2M,2,12",
    "DPM++ 2M SDE,2,12",
    "DPM++ 2M SDE Heun,2,24",
    "DPM++ 3M SDE,2,12",
    "LMS,2,12",
    "DPM fast,2,24",
    "PLMS,2,12",
    "DDIM,1,12",
    "DDIM CFG++,1,12",
    "UniPC,2,12"
  })
  void errorFallsWithTheOrderOfThePaper(String name, int order, int steps) {
    double coarse = Math.abs(error(HostSamplersTest.plain(name), even(2, 0.5, steps)));
    double fine = Math.abs(error(HostSamplersTest.plain(name), even(2, 0.5, 4 * steps)));
    double found = Math.log(coarse / fine) / Math.log(4);
    assertThat(found).isGreaterThan(order - 0.2);
    if (order == 1) {
      assertThat(found).isLessThan(1.3);
    }
  }

  @Test
  void uniPcIsOfOrderThreeWhereItsLastStepsAreToo() {
    double coarse = Math.abs(error(new UniPc(false), even(4, 0.3, 6)));
    double fine = Math.abs(error(new UniPc(false), even(4, 0.3, 24)));
    assertThat(coarse / fine).isGreaterThan(64);
  }

  /** Adams-Bashforth's weights are for even steps; the first step is of order two. */
  @Test
  void plmsIsOfOrderThreeOnEvenSteps() {
    double coarse = Math.abs(error(new Plms(), linear(3, 0.5, 12)));
    double fine = Math.abs(error(new Plms(), linear(3, 0.5, 48)));
    assertThat(coarse / fine).isGreaterThan(64);
  }

  @Test
  void lmsIntegratesCubicSlopesExactly() {
    double[] sigmas = {5, 3.5, 2.9, 1.2, 0.7};
    double integral = 0;
    for (int j = 0; j < 4; j++) {
      double at = sigmas[3 - j];
      integral += Lms.weight(sigmas, 3, j, 4) * (at * at * at - 2 * at + 1);
    }
    assertThat(integral).isCloseTo(primitive(0.7) - primitive(1.2), within(1e-12));
  }

  private static double primitive(double x) {
    return x * x * x * x / 4 - x * x + x;
  }

  @Test
  void dpmAdaptiveKeepsItsTolerance() {
    Tensor x = Tensor.of(new float[] {START, -1, 0.5f}, 1, 1, 1, 3);
    GaussianModel model = new GaussianModel(x);
    TestingRun run = new TestingRun(model, x, 14.6, 0.03);
    run.options = TestingRun.eta(0);
    new DpmAdaptive().sample(run);
    double decay = GaussianModel.decay(14.6, 0.03);
    assertThat(x.data()[0] / (START * decay)).isCloseTo(1, within(0.05));
    assertThat(x.data()[1] / -decay).isCloseTo(1, within(0.05));
    // It chooses steps by what they need: far fewer than the thousand of the table.
    assertThat(run.ended.size()).isBetween(5, 40);
    assertThat(model.calls).isEqualTo(3 * run.ended.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 20, 30})
  void dpmFastEvaluatesAsOftenAsStepsAreAsked(int steps) {
    Tensor x = Tensor.of(new float[] {START}, 1, 1, 1, 1);
    GaussianModel model = new GaussianModel(x);
    TestingRun run = new TestingRun(model, x, 14.6, 0.03);
    run.steps = steps;
    run.options = TestingRun.eta(0);
    new DpmFast().sample(run);
    assertThat(model.calls).isEqualTo(steps);
  }

  /** What the stochastic samplers are without noise is known by another name. */
  @ParameterizedTest
  @CsvSource({
    "Euler a,Euler",
    "DPM2 a,DPM2",
    "DDIM,Euler",
    "DDIM CFG++,DDIM",
    "DPM++ SDE,DPM++ 2S a",
    "DPM++ 2M SDE,DPM++ 2M"
  })
  void withoutNoiseItEqualsItsTwin(String name, String twin) {
    double[] sigmas = {10, 6, 3, 1, 0.4, 0.1, 0};
    assertThat(result(HostSamplersTest.plain(name), sigmas))
        .isCloseTo(result(HostSamplersTest.plain(twin), sigmas), within(1e-6f));
  }

  @Test
  void anEndAtZeroIsThePredictionItself() {
    for (OfferedSampler sampler : HostSamplers.all()) {
      if (sampler.provider() instanceof SpanSampler) {
        continue;
      }
      Tensor x = Tensor.of(new float[] {START}, 1, 1, 1, 1);
      TestingRun run = new TestingRun(new GaussianModel(x), x, 0.5, 0);
      sampler.provider().create().sample(run);
      double share =
          GaussianModel.DEVIATION * GaussianModel.DEVIATION / GaussianModel.variance(0.5);
      assertThat((double) x.data()[0])
          .as(sampler.info().name())
          .isCloseTo(START * share, within(sampler.info().name().equals("LCM") ? 0.1 : 1e-6));
    }
  }

  private static double error(Sampler sampler, double[] sigmas) {
    double exact = START * GaussianModel.decay(sigmas[0], sigmas[sigmas.length - 1]);
    return result(sampler, sigmas) / exact - 1;
  }

  private static float result(Sampler sampler, double[] sigmas) {
    Tensor x = Tensor.of(new float[] {START}, 1, 1, 1, 1);
    TestingRun run = new TestingRun(new GaussianModel(x), x, sigmas);
    run.options = TestingRun.eta(0);
    sampler.sample(run);
    return x.data()[0];
  }

  private static double[] even(double from, double to, int steps) {
    return Arrays.stream(linear(Math.log(from), Math.log(to), steps)).map(Math::exp).toArray();
  }

  private static double[] linear(double from, double to, int steps) {
    return IntStream.rangeClosed(0, steps)
        .mapToDouble(i -> from + (to - from) * i / steps)
        .toArray();
  }
}
