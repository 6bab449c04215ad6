package dev.kiln.plugin.tgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.RowHook;
import dev.kiln.spi.testkit.RowHookContract;
import dev.kiln.spi.testkit.TestingGeneration;
import dev.kiln.spi.testkit.VariantContract;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TGateContractTest extends VariantContract {
  @Override
  protected List<HookPoint> hooks() {
    return List.of(new TGate(), new UncondGate(), new GatedSteps());
  }

  @Override
  protected Record options() {
    return new TGateOptions(0.5, 3, 3, 0);
  }

  /** Self-attention behind the gate is kept only where there is one. */
  @Override
  protected boolean moves(String knob) {
    return !knob.equals("fiInterval");
  }

  /** The first step, and the one before the gate, lay out what they keep. */
  @Override
  protected int allocatingCalls() {
    return 2;
  }

  @Nested
  class Rows extends RowHookContract {
    @Override
    protected RowHook hook() {
      return new UncondGate();
    }

    @Override
    protected Record options() {
      return TGateContractTest.this.options();
    }

    @Override
    protected TestingGeneration generation(RowHook hook) {
      return others(super.generation(hook), RowHook.class);
    }
  }

  @Test
  void whatWasKeptIsSaid() {
    assertThat(generation().run().infotext())
        .containsEntry("T-GATE", "0.5")
        .containsEntry("T-GATE gated", "6 of 12")
        .containsEntry("T-GATE self-attention kept", "7 of 12")
        .containsEntry("T-GATE fi interval", "3");
  }

  @Test
  void aPassOfOneStepIsWhole() {
    TestingGeneration one = generation().request(request -> request.steps(1));
    assertThat(one.run().infotext()).isEmpty();
  }
}
