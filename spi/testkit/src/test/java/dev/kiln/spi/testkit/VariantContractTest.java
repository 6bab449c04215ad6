package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.HookPoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract's own test passes a plugin that keeps it and fails one that breaks it. */
class VariantContractTest {
  record None() {}

  /** A variant that is the network. */
  private record Same() implements GraphPatch {
    @Override
    public String fingerprint() {
      return "same";
    }

    @Override
    public Set<String> variants() {
      return Set.of("same");
    }

    @Override
    public void apply(NetworkGraph network) {}
  }

  static class Good extends VariantContract {
    @Override
    protected List<HookPoint> hooks() {
      GraphPatcher patcher =
          network ->
              network.kind() == NetworkKind.UNET ? Optional.of(new Same()) : Optional.empty();
      DenoiseHook steps = pass -> Optional.of(this::step);
      return List.of(patcher, steps);
    }

    void step(DenoiseCall call) {
      if (call.step().step() == 3) {
        call.proceed("same");
      } else {
        call.proceed();
      }
    }

    @Override
    protected Record options() {
      return new None();
    }
  }

  static class NeverRun extends Good {
    @Override
    void step(DenoiseCall call) {
      call.proceed();
    }
  }

  @Test
  void oneThatNeverRunsItsVariantIsFound() {
    String test = "aVariantIsRunInSomeSteps";
    assertThat(ContractRun.breaks(Good.class, VariantContract.Steps.class, test)).isFalse();
    assertThat(ContractRun.breaks(NeverRun.class, VariantContract.Steps.class, test)).isTrue();
  }
}
