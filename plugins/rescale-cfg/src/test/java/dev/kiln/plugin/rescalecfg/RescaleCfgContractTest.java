package dev.kiln.plugin.rescalecfg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GuidanceHookContract;
import dev.kiln.spi.testkit.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract, and ComfyUI's formula once more in double precision. */
class RescaleCfgContractTest extends GuidanceHookContract {
  @Override
  protected GuidanceHook hook() {
    return new RescaleCfg();
  }

  @Override
  protected Record options() {
    return new RescaleOptions(0.7);
  }

  /** Of velocities, as the node converts to them and back. */
  private static float[] reference(
      float[] x, float[] prompt, float[] guided, double sigma, double multiplier) {
    double[] cond = velocity(x, prompt, sigma);
    double[] cfg = velocity(x, guided, sigma);
    double factor = multiplier * deviation(cond) / deviation(cfg) + 1 - multiplier;
    double root = Math.sqrt(sigma * sigma + 1);
    float[] result = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      double scaled = x[i] / (sigma * sigma + 1);
      result[i] = (float) (x[i] - (scaled - cfg[i] * factor * sigma / root));
    }
    return result;
  }

  private static double[] velocity(float[] x, float[] denoised, double sigma) {
    return IntStream.range(0, x.length)
        .mapToDouble(
            i ->
                (x[i] / (sigma * sigma + 1) - (x[i] - denoised[i]))
                    * Math.sqrt(sigma * sigma + 1)
                    / sigma)
        .toArray();
  }

  private static double deviation(double[] values) {
    double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElse(0);
    double squares =
        IntStream.range(0, values.length)
            .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
            .sum();
    return Math.sqrt(squares / (values.length - 1));
  }

  @Test
  void theResultIsComfysFormula() {
    List<Double> differences = new ArrayList<>();
    GuidanceHook probe =
        pass ->
            Optional.of(
                call -> {
                  call.proceed();
                  float[] guided = call.combined().copy().data();
                  call.combineAt(call.scale(), call.combined());
                  float[] wanted =
                      reference(
                          call.latents().data(),
                          call.cond(0).data(),
                          call.combined().data(),
                          call.step().sigma(),
                          0.7);
                  differences.add(GraphRunner.difference(guided, wanted));
                  System.arraycopy(guided, 0, call.combined().data(), 0, guided.length);
                });
    Outcome outcome = generation(hook()).prompt("a girl").outermost("probe", probe).run();
    assertThat(differences).hasSize(12).allSatisfy(it -> assertThat(it).isLessThan(1e-5));
    assertThat(outcome.infotext()).containsEntry("Rescale CFG", "0.7");
  }

  @Test
  void withoutAShareOrWithoutGuidanceItTakesNoPart() {
    assertThat(new RescaleCfg().open(FakePass.with(new RescaleOptions(0)))).isEmpty();
    assertThat(new RescaleCfg().open(FakePass.with())).isEmpty();
    Outcome unguided =
        generation(hook()).prompt("a girl").request(request -> request.cfgScale(1)).run();
    assertThat(unguided.infotext()).isEmpty();
  }
}
