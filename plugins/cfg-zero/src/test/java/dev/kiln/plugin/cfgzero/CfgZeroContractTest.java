package dev.kiln.plugin.cfgzero;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GuidanceHookContract;
import dev.kiln.spi.testkit.Outcome;
import dev.kiln.spi.testkit.TestingGeneration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and diffusers' formula on noise predictions once more in double precision. */
class CfgZeroContractTest extends GuidanceHookContract {
  @Override
  protected GuidanceHook hook() {
    return new CfgZero();
  }

  @Override
  protected Record options() {
    return new CfgZeroOptions(1);
  }

  private static float[] reference(
      float[] x, float[] cond, float[] uncond, double sigma, double scale) {
    double[] positive = noise(x, cond, sigma);
    double[] negative = noise(x, uncond, sigma);
    double product = 0;
    double square = 1e-8;
    for (int i = 0; i < x.length; i++) {
      product += positive[i] * negative[i];
      square += negative[i] * negative[i];
    }
    float[] result = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      double fitted = negative[i] * product / square;
      result[i] = (float) (x[i] - sigma * (fitted + scale * (positive[i] - fitted)));
    }
    return result;
  }

  private static double[] noise(float[] x, float[] denoised, double sigma) {
    double[] noise = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      noise[i] = (x[i] - (double) denoised[i]) / sigma;
    }
    return noise;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void theResultIsDiffusersFormula(int zeroSteps) {
    List<Double> differences = new ArrayList<>();
    GuidanceHook probe =
        pass ->
            Optional.of(
                call -> {
                  call.proceed();
                  float[] x = call.latents().data();
                  float[] cond = call.cond(0).data();
                  float[] uncond = call.uncond(0).orElseThrow().data();
                  float[] wanted =
                      call.step().evaluation() < zeroSteps
                          ? x
                          : reference(x, cond, uncond, call.step().sigma(), call.scale());
                  differences.add(GraphRunner.difference(call.combined().data(), wanted));
                });
    Outcome outcome =
        TestingGeneration.standard()
            .plugin("probe", probe)
            .plugin("cfg-zero", hook(), new CfgZeroOptions(zeroSteps))
            .run();
    assertThat(differences).hasSize(8).allSatisfy(it -> assertThat(it).isLessThan(1e-5));
    assertThat(outcome.infotext()).containsEntry("CFG Zero star", "True");
    assertThat(outcome.infotext().containsKey("CFG Zero steps")).isEqualTo(zeroSteps > 0);
  }

  @Test
  void withoutGuidanceItTakesNoPart() {
    assertThat(hook().open(FakePass.with())).isEmpty();
    Outcome unguided =
        TestingGeneration.standard()
            .plugin("cfg-zero", hook(), new CfgZeroOptions(0))
            .request(request -> request.cfgScale(1))
            .run();
    assertThat(unguided.infotext()).isEmpty();
  }
}
