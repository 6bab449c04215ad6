package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.hook.DenoiseInterceptor.Evaluations;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every {@code DenoiseHook} promises. Extend it, say which hook and which options make it act,
 * and the tests run the real host with it.
 */
public abstract class DenoiseHookContract extends PassHookContract<DenoiseHook> {
  protected DenoiseHookContract() {
    super(DenoiseHook.class);
  }

  /** Of one part: an interceptor that keeps rows may grow once where there are more. */
  @Override
  protected TestingGeneration generation(DenoiseHook hook) {
    return super.generation(hook).prompt("a girl");
  }

  @Override
  @Test
  void rowsMayComeAndGo() {
    rowsComeAndGo(generation(hook()).prompt(PARTS));
  }

  @Test
  void proceedsAsOftenAsItDeclares() {
    DenoiseInterceptor interceptor = hook().open(FakePass.with(options())).orElseThrow();
    Evaluations declared = interceptor.evaluations();
    interceptor.close();
    assertThat(calls(generation(hook()).run()))
        .allSatisfy(call -> assertThat(call.proceeds()).isBetween(least(declared), most(declared)));
  }

  private static int least(Evaluations declared) {
    return declared == Evaluations.SKIPS ? 0 : 1;
  }

  private static int most(Evaluations declared) {
    return declared == Evaluations.REPEATS ? Integer.MAX_VALUE : 1;
  }

  @Test
  void aFailureFurtherInPassesThroughAndIsNotItsOwn() {
    DenoiseHook broken = pass -> Optional.of(DenoiseHookContract::fail);
    TestingGeneration.Failed failed = generation(hook()).plugin("broken", broken).fail();
    assertThat(failed.reason())
        .isInstanceOf(PluginProblem.class)
        .hasMessage("plugin 'broken' failed in denoise at step 1 of 12: broken on purpose");
    assertThat(failed).returns(failed.opened(), TestingGeneration.Failed::closed);
  }

  private static void fail(DenoiseCall call) {
    throw new IllegalArgumentException("broken on purpose");
  }
}
