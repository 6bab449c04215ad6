package dev.kiln.plugin.perturbedattention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.FakeStep;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The host's guidance of what the interceptor leaves is u + s (c - u) + scale (c - p). */
class PerturbedInterceptorTest {
  private static final List<Row> ROWS =
      List.of(
          new Row(0, Row.Role.COND, 0, 0.7),
          new Row(0, Row.Role.COND, 1, 0.5),
          new Row(0, Row.Role.UNCOND, 0, 1));

  private final Tensor sample = Tensor.zeros(3, 4, 8, 8);
  private final Tensor denoised = Tensor.zeros(3, 4, 8, 8);
  private final List<Float> switched = new ArrayList<>();

  /** Whole: 5, 3 and 1; spoiled: 4.5 and 3.2. It spoils its input, as others may. */
  private final class Call implements DenoiseCall {
    private final int evaluation;
    private Tensor on = Tensor.zeros(1);

    Call(int evaluation) {
      this.evaluation = evaluation;
    }

    private void network(float... rows) {
      switched.add(on.data()[0]);
      assertThat(sample.data()).containsOnly(2f);
      sample.data()[0] = 9;
      for (int row = 0; row < rows.length; row++) {
        java.util.Arrays.fill(denoised.data(), row * 256, (row + 1) * 256, rows[row]);
      }
    }

    @Override
    public FakeStep step() {
      return FakeStep.of(evaluation, 10, 2);
    }

    @Override
    public int rows() {
      return 3;
    }

    @Override
    public Row row(int index) {
      return ROWS.get(index);
    }

    @Override
    public Tensor sample() {
      return sample;
    }

    @Override
    public double timestep() {
      return 0;
    }

    @Override
    public Tensor conditioning(int row) {
      return sample;
    }

    @Override
    public Tensor denoised() {
      return denoised;
    }

    @Override
    public void feed(String input, Tensor values) {
      assertThat(input).isEqualTo(PerturbedPatch.SWITCH);
      on = values;
    }

    @Override
    public void proceed(String variant) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor output(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void proceed() {
      network(5, 3, 1);
    }

    @Override
    public void proceed(Row.Role role) {
      assertThat(role).isEqualTo(Row.Role.COND);
      network(4.5f, 3.2f, Float.NaN);
    }
  }

  private double guided(double scale) {
    double u = denoised.data()[2 * 256 + 7];
    return u
        + scale * 0.7 * (denoised.data()[7] - u)
        + scale * 0.5 * (denoised.data()[256 + 7] - u);
  }

  private void run(FakePass pass, PerturbedOptions options, int evaluation) {
    java.util.Arrays.fill(sample.data(), 2);
    try (DenoiseInterceptor interceptor = new PerturbedInterceptor(options, pass)) {
      interceptor.intercept(new Call(evaluation));
    }
  }

  @Test
  void thePushIsThereOnceAtEveryScale() {
    FakePass pass = FakePass.with();
    run(pass, new PerturbedOptions(Perturbation.SEG, 2.5, 1, 2), 0);
    assertThat(switched).containsExactly(0f, 1f);
    double push = 2.5 * (0.7 * (5 - 4.5) + 0.5 * (3 - 3.2));
    for (double scale : new double[] {1, 7}) {
      double plain = 1 + scale * 0.7 * 4 + scale * 0.5 * 2;
      assertThat(guided(scale)).isCloseTo(plain + push, within(1e-5));
    }
    assertThat(pass.infotext())
        .containsExactly(
            entry("Perturbed attention", "seg"),
            entry("Perturbed attention scale", "2.5"),
            entry("Perturbed attention blur", "2.0"));
  }

  @Test
  void afterItsEndTheNetworkRunsOnce() {
    run(FakePass.with(), new PerturbedOptions(Perturbation.PAG, 3, 0.5, 0), 5);
    assertThat(switched).containsExactly(0f);
    assertThat(denoised.data()[7]).isEqualTo(5);
  }

  @Test
  void withoutAScaleItTakesNoPart() {
    PerturbedGuidance hook = new PerturbedGuidance();
    assertThat(hook.open(FakePass.with())).isEmpty();
    assertThat(hook.open(FakePass.with(new PerturbedOptions(Perturbation.PAG, 0, 1, 0)))).isEmpty();
  }
}
