package dev.kiln.plugin.apg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GuidanceHookContract;
import dev.kiln.spi.testkit.Outcome;
import dev.kiln.spi.testkit.TestingGeneration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract, and the paper's algorithm once more, step by step in double precision. */
class ApgContractTest extends GuidanceHookContract {
  private double[] average = new double[0];

  @Override
  protected GuidanceHook hook() {
    return new AdaptiveProjectedGuidance();
  }

  @Override
  protected Record options() {
    return new ApgOptions(0.2, 5, -0.75);
  }

  private float[] reference(float[] cond, float[] uncond, double scale, ApgOptions options) {
    int n = cond.length;
    double[] diff = IntStream.range(0, n).mapToDouble(i -> cond[i] - (double) uncond[i]).toArray();
    double[] last = average.length == 0 ? new double[n] : average;
    average =
        IntStream.range(0, n).mapToDouble(i -> diff[i] + options.momentum() * last[i]).toArray();
    double norm = Math.sqrt(Arrays.stream(average).map(it -> it * it).sum());
    double factor = options.normThreshold() > 0 ? Math.min(1, options.normThreshold() / norm) : 1;
    double[] v0 = Arrays.stream(average).map(it -> it * factor).toArray();
    double length = Math.sqrt(IntStream.range(0, n).mapToDouble(i -> cond[i] * cond[i]).sum());
    double[] v1 = IntStream.range(0, n).mapToDouble(i -> cond[i] / length).toArray();
    double product = IntStream.range(0, n).mapToDouble(i -> v0[i] * v1[i]).sum();
    float[] result = new float[n];
    for (int i = 0; i < n; i++) {
      double parallel = product * v1[i];
      double update = v0[i] - parallel + options.eta() * parallel;
      result[i] = (float) (cond[i] + (scale - 1) * update);
    }
    return result;
  }

  @ParameterizedTest
  @CsvSource({"0, 15, -0.5", "0.3, 0, 0", "1, 0.5, 0", "1, 0, 0.4"})
  void theResultIsThePapers(double eta, double threshold, double momentum) {
    ApgOptions options = new ApgOptions(eta, threshold, momentum);
    List<Double> differences = new ArrayList<>();
    GuidanceHook probe =
        pass ->
            Optional.of(
                call -> {
                  call.proceed();
                  float[] wanted =
                      reference(
                          call.cond(0).data(),
                          call.uncond(0).orElseThrow().data(),
                          call.scale(),
                          options);
                  differences.add(GraphRunner.difference(call.combined().data(), wanted));
                });
    Outcome outcome =
        TestingGeneration.standard().plugin("probe", probe).plugin("apg", hook(), options).run();
    assertThat(differences).hasSize(8).allSatisfy(it -> assertThat(it).isLessThan(1e-5));
    assertThat(outcome.infotext())
        .containsEntry("APG eta", Double.toString(eta))
        .containsEntry("APG norm threshold", Double.toString(threshold))
        .containsEntry("APG momentum", Double.toString(momentum));
  }

  @Test
  void whereItChangesNothingItTakesNoPart() {
    assertThat(hook().open(FakePass.with(new ApgOptions(1, 0, 0)))).isEmpty();
    assertThat(hook().open(FakePass.with())).isEmpty();
    assertThat(hook().open(FakePass.with(new ApgOptions(1, 0, 0.1)))).isPresent();
  }
}
