package dev.kiln.plugin.stepcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.testkit.DenoiseHookContract;
import dev.kiln.spi.testkit.Outcome;
import dev.kiln.spi.testkit.TestingGeneration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepCacheContractTest extends DenoiseHookContract {
  @Override
  protected DenoiseHook hook() {
    return new StepCache();
  }

  @Override
  protected Record options() {
    return new StepCacheOptions(0.2, 0, 1, CacheMethod.EASY_CACHE, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({"Euler, 20", "DPM++ 2M, 20", "Heun, 39"})
  void whatItSkipsIsNotEvaluatedAndIsReported(String sampler, int evaluations) {
    Outcome outcome =
        TestingGeneration.standard()
            .plugin("step-cache", hook(), options())
            .request(request -> request.steps(20).sampler(sampler))
            .run();
    int skipped = evaluations - outcome.evaluated().size();
    assertThat(skipped).isPositive();
    assertThat(outcome.infotext())
        .containsEntry("Step cache", skipped + " of " + evaluations + " skipped");
  }
}
