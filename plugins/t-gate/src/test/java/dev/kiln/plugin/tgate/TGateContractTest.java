package dev.kiln.plugin.tgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.RowHook;
import dev.kiln.spi.testkit.ApproximationContract;
import dev.kiln.spi.testkit.DenoiseHookContract;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphPatchContract;
import dev.kiln.spi.testkit.RowHookContract;
import dev.kiln.spi.testkit.TestingGeneration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TGateContractTest {
  private static final TGateOptions OPTIONS = new TGateOptions(0.5);

  @Nested
  class Steps extends DenoiseHookContract {
    @Override
    protected DenoiseHook hook() {
      return new GatedSteps();
    }

    @Override
    protected Record options() {
      return OPTIONS;
    }

    @Override
    protected TestingGeneration generation(DenoiseHook hook) {
      return super.generation(hook)
          .withSkips()
          .plugin("under-test", new UncondGate(), OPTIONS)
          .plugin("under-test", new TGate(), OPTIONS);
    }

    /** The step before the gate lays out what it keeps. */
    @Override
    protected int allocatingCalls() {
      return 1;
    }

    @Test
    void theStepsBehindTheGateAreGated() {
      assertThat(generation(hook()).run().infotext())
          .containsEntry("T-GATE", "0.5")
          .containsEntry("T-GATE gated", "6 of 12");
    }

    @Test
    void aPassOfOneStepIsWhole() {
      TestingGeneration one = generation(hook()).request(request -> request.steps(1));
      assertThat(one.run().infotext()).isEmpty();
    }
  }

  @Nested
  class Rows extends RowHookContract {
    @Override
    protected RowHook hook() {
      return new UncondGate();
    }

    @Override
    protected Record options() {
      return OPTIONS;
    }

    @Override
    protected TestingGeneration generation(RowHook hook) {
      return super.generation(hook)
          .withSkips()
          .plugin("under-test", new GatedSteps(), OPTIONS)
          .plugin("under-test", new TGate(), OPTIONS);
    }
  }

  @Nested
  class Patch extends GraphPatchContract {
    @Override
    protected GraphPatcher patcher() {
      return new TGate();
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
      assertThat(patcher().open(FakeNetwork.with(new TGateOptions(1)))).isEmpty();
      assertThat(patcher().open(FakeNetwork.with())).isEmpty();
      FakeNetwork decoder = FakeNetwork.with(OPTIONS).kind(NetworkKind.VAE_DECODER);
      assertThat(patcher().open(decoder)).isEmpty();
    }
  }

  @Nested
  class Knob extends ApproximationContract {
    @Override
    protected List<HookPoint> hooks() {
      return List.of(new TGate(), new UncondGate(), new GatedSteps());
    }

    @Override
    protected Class<? extends Record> options() {
      return TGateOptions.class;
    }

    @Override
    protected TestingGeneration generation() {
      return super.generation().withSkips();
    }
  }
}
