package dev.kiln.plugin.deepshrink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.NetworkKind;
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
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeepShrinkContractTest {
  private static final DeepShrinkOptions OPTIONS = new DeepShrinkOptions(2, 0, 0.5);

  @Nested
  class Steps extends DenoiseHookContract {
    @Override
    protected DenoiseHook hook() {
      return new ShrunkSteps();
    }

    @Override
    protected Record options() {
      return OPTIONS;
    }

    /** The steps have no shrunk network without the patch. */
    @Override
    protected TestingGeneration generation(DenoiseHook hook) {
      return super.generation(hook).withSkips().plugin("under-test", new DeepShrink(), OPTIONS);
    }

    @Test
    void theFirstHalfOfTheTimeIsShrunk() {
      // Twelve steps of webUI's uniform schedule from 999 to 0: six are at 500 or above.
      assertThat(generation(hook()).run().infotext()).containsEntry("Deep shrink", "6 of 12");
    }
  }

  @Nested
  class Patch extends GraphPatchContract {
    @Override
    protected GraphPatcher patcher() {
      return new DeepShrink();
    }

    @Override
    protected List<Record> options() {
      return List.of(OPTIONS);
    }

    @Override
    protected boolean exact() {
      return true;
    }

    @Test
    void whereNothingIsShrunkThereIsNoPatch() {
      assertThat(patcher().open(FakeNetwork.with(new DeepShrinkOptions(3, 0, 0)))).isEmpty();
      assertThat(patcher().open(FakeNetwork.with(new DeepShrinkOptions(3, 0.4, 0.4)))).isEmpty();
      assertThat(patcher().open(FakeNetwork.with())).isEmpty();
      FakeNetwork decoder = FakeNetwork.with(OPTIONS).kind(NetworkKind.VAE_DECODER);
      assertThat(patcher().open(decoder)).isEmpty();
    }
  }

  @Nested
  class Knob extends ApproximationContract {
    @Override
    protected List<HookPoint> hooks() {
      return List.of(new DeepShrink(), new ShrunkSteps());
    }

    @Override
    protected Class<? extends Record> options() {
      return DeepShrinkOptions.class;
    }

    @Override
    protected Map<String, Object> beside() {
      return Map.of("block", 2);
    }

    @Override
    protected TestingGeneration generation() {
      return super.generation().withSkips();
    }

    /** Evaluations of the whole network: the others cost less. */
    @Override
    protected double cost(TestingGeneration generation) {
      Outcome outcome = generation.run();
      String shrunk = outcome.infotext().getOrDefault("Deep shrink", "0 of");
      return outcome.evaluated().size()
          - Integer.parseInt(shrunk.substring(0, shrunk.indexOf(' ')));
    }
  }
}
