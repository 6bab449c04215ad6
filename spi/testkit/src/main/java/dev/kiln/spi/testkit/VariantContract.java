package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.plugin.OptionBinder;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.HookPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What an approximation promises that runs a variant of the UNet in some steps: its {@code
 * DenoiseHook}, its {@code GraphPatcher} and its knobs keep their contracts, on a UNet with skip
 * connections. A single plugin's are run by {@code -Dtest='NamesContractTest,VariantContract$*'}.
 */
public abstract class VariantContract {
  /**
   * The hooks of the plugin, in order: new objects, made as its container would make them. One is a
   * {@code GraphPatcher}, one a {@code DenoiseHook}.
   */
  protected abstract List<HookPoint> hooks();

  /** Options under which it runs its variant in some of twelve steps, of the record with knobs. */
  protected abstract Record options();

  /** What else a request says while a knob is moved. */
  protected Map<String, Object> beside() {
    return Map.of();
  }

  /** Whether a knob has a say with what is said beside it. */
  protected boolean moves(String knob) {
    return true;
  }

  /** As {@link PassHookContract#allocatingCalls}. */
  protected int allocatingCalls() {
    return 0;
  }

  /** A generation in which all its hooks take part. */
  protected final TestingGeneration generation() {
    TestingGeneration generation = TestingGeneration.standard().request(it -> it.steps(12));
    return others(generation, Void.class);
  }

  /** Add all hooks but those of a type: a variant is run where the patch makes it. */
  protected final TestingGeneration others(TestingGeneration generation, Class<?> type) {
    TestingGeneration more = generation.withSkips();
    for (HookPoint hook : hooks()) {
      if (!type.isInstance(hook)) {
        more = more.plugin("under-test", hook, options());
      }
    }
    return more;
  }

  private <H> H hook(Class<H> type) {
    return hooks().stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  @Nested
  class Steps extends DenoiseHookContract {
    @Override
    protected DenoiseHook hook() {
      return VariantContract.this.hook(DenoiseHook.class);
    }

    @Override
    protected Record options() {
      return VariantContract.this.options();
    }

    @Override
    protected TestingGeneration generation(DenoiseHook hook) {
      return others(super.generation(hook), DenoiseHook.class);
    }

    @Override
    protected int allocatingCalls() {
      return VariantContract.this.allocatingCalls();
    }

    @Test
    void aVariantIsRunInSomeSteps() {
      List<HookCall> calls = calls(generation(hook()).run());
      assertThat(calls).extracting(HookCall::variant).contains("").anyMatch(it -> !it.isEmpty());
    }
  }

  @Nested
  class Patch extends GraphPatchContract {
    @Override
    protected GraphPatcher patcher() {
      return VariantContract.this.hook(GraphPatcher.class);
    }

    @Override
    protected List<Record> options() {
      return List.of(VariantContract.this.options());
    }

    /** The whole network may give out more, and predicts the same. */
    @Override
    protected boolean exact() {
      return true;
    }

    @Test
    void whereNothingIsAskedOfItThereIsNoPatch() {
      Class<? extends Record> type = VariantContract.this.options().getClass();
      Knobs knobs = new Knobs(Knobs.index(type), beside());
      Record exact = new OptionBinder("under-test", knobs.index()).bind(knobs.exact(), type);
      FakeNetwork decoder =
          FakeNetwork.with(VariantContract.this.options()).kind(NetworkKind.VAE_DECODER);
      for (FakeNetwork network : List.of(FakeNetwork.with(exact), FakeNetwork.with(), decoder)) {
        assertThat(patcher().open(network)).as(network.toString()).isEmpty();
      }
    }
  }

  @Nested
  class Knob extends ApproximationContract {
    @Override
    protected List<HookPoint> hooks() {
      return VariantContract.this.hooks();
    }

    @Override
    protected Class<? extends Record> options() {
      return VariantContract.this.options().getClass();
    }

    @Override
    protected Map<String, Object> beside() {
      return VariantContract.this.beside();
    }

    @Override
    protected boolean moves(String knob) {
      return VariantContract.this.moves(knob);
    }

    @Override
    protected TestingGeneration generation() {
      return super.generation().withSkips();
    }

    /** Rows that the network evaluates; a variant's count half. */
    @Override
    protected double cost(TestingGeneration generation) {
      DenoiseHook probe = pass -> Optional.of(DenoiseCall::proceed);
      List<HookCall> calls = generation.plugin(PassHookContract.PROBE, probe).run().calls();
      return calls.stream()
              .filter(call -> call.plugin().equals(PassHookContract.PROBE))
              .mapToDouble(HookCall::rows)
              .sum()
          - calls.stream()
              .filter(call -> !call.variant().isEmpty())
              .mapToDouble(call -> call.rows() / 2.0)
              .sum();
    }
  }
}
