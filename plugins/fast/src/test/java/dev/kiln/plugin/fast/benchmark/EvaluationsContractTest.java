package dev.kiln.plugin.fast.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.plugin.fast.FastOptions;
import dev.kiln.plugin.fast.Pace;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.testkit.DenoiseHookContract;
import dev.kiln.spi.testkit.FakePass;
import org.junit.jupiter.api.Test;

class EvaluationsContractTest extends DenoiseHookContract {
  private final RowCount count = new RowCount();

  @Override
  protected DenoiseHook hook() {
    count.begin();
    return new Evaluations(count);
  }

  @Override
  protected Record options() {
    return new FastOptions(Pace.FAST);
  }

  @Test
  void eachEvaluationHasTwoRows() {
    generation(hook()).request(request -> request.steps(5)).run();
    assertThat(count.rows()).isEqualTo(10);
  }

  @Test
  void whoeverDrawsWithoutMeasuringIsNotWatched() {
    assertThat(new Evaluations(new RowCount()).open(FakePass.with(options()))).isEmpty();
  }
}
