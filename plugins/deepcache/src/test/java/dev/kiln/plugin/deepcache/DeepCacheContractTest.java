package dev.kiln.plugin.deepcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.testkit.ApproximationContract;
import dev.kiln.spi.testkit.DenoiseHookContract;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphPatchContract;
import dev.kiln.spi.testkit.Outcome;
import dev.kiln.spi.testkit.TestingGeneration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeepCacheContractTest {
  private static final DeepCacheOptions OPTIONS = new DeepCacheOptions(3, 0, Spacing.UNIFORM, 0.3);

  @Nested
  class Steps extends DenoiseHookContract {
    @Override
    protected DenoiseHook hook() {
      return new CachedSteps();
    }

    @Override
    protected Record options() {
      return OPTIONS;
    }

    /** The steps have no shallow network without the patch. */
    @Override
    protected TestingGeneration generation(DenoiseHook hook) {
      return super.generation(hook).withSkips().plugin("under-test", new DeepCache(), OPTIONS);
    }

    @Test
    void oneStepOfThreeIsWhole() {
      assertThat(generation(hook()).run().infotext()).containsEntry("DeepCache", "4 of 12 whole");
    }
  }

  @Nested
  class Patch extends GraphPatchContract {
    @Override
    protected GraphPatcher patcher() {
      return new DeepCache();
    }

    @Override
    protected List<Record> options() {
      return List.of(OPTIONS);
    }

    /** The whole network gives out more, and predicts the same. */
    @Override
    protected boolean exact() {
      return true;
    }

    @Test
    void whereNothingIsKeptThereIsNoPatch() {
      Record whole = new DeepCacheOptions(1, 0, Spacing.UNIFORM, 0.3);
      assertThat(patcher().open(FakeNetwork.with(whole))).isEmpty();
      assertThat(patcher().open(FakeNetwork.with())).isEmpty();
    }
  }

  @Nested
  class Knob extends ApproximationContract {
    @Override
    protected List<HookPoint> hooks() {
      return List.of(new DeepCache(), new CachedSteps());
    }

    @Override
    protected Class<? extends Record> options() {
      return DeepCacheOptions.class;
    }

    @Override
    protected TestingGeneration generation() {
      return super.generation().withSkips();
    }

    /** Evaluations of the whole network; each step evaluates one. */
    @Override
    protected double cost(TestingGeneration generation) {
      Outcome outcome = generation.run();
      String whole = outcome.infotext().getOrDefault("DeepCache", outcome.evaluated().size() + " ");
      return Integer.parseInt(whole.substring(0, whole.indexOf(' ')));
    }
  }
}
