package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.Support;
import dev.kiln.spi.generate.CombineCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.Guidance;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.GuidanceProvider;
import org.junit.jupiter.api.Test;

/**
 * What every {@code GuidanceHook} promises. Extend it, say which hook and which options make it
 * act, and the tests run the real host with it.
 */
public abstract class GuidanceHookContract extends GuidedContract<GuidanceHook> {
  protected GuidanceHookContract() {
    super(GuidanceHook.class);
  }

  @Test
  void proceedsOnceInEachEvaluation() {
    assertThat(calls(generation(hook()).request(request -> request.sampler("Heun")).run()))
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.proceeds()).isOne());
  }

  @Test
  void aFailureFurtherInPassesThroughAndIsNotItsOwn() {
    TestingGeneration.Failed failed =
        generation(hook())
            .plugin("broken", new Broken())
            .request(request -> request.guidance("broken"))
            .fail();
    assertThat(failed.reason())
        .isInstanceOf(PluginProblem.class)
        .hasMessageMatching(
            "plugin 'broken' failed in guidance at step 1 of \\d+: broken on purpose");
    assertThat(failed).returns(failed.opened(), TestingGeneration.Failed::closed);
  }

  /** A guidance that wins and fails. */
  private static final class Broken implements GuidanceProvider {
    @Override
    public Support supports(PassContext pass) {
      return Support.yes("the test names it");
    }

    @Override
    public Guidance open(PassContext pass) {
      return Broken::fail;
    }

    private static void fail(CombineCall call) {
      throw new IllegalArgumentException("broken on purpose");
    }
  }
}
