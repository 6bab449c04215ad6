package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.hook.DenoiseInterceptor.Evaluations;
import dev.kiln.spi.hook.RowFilter;
import dev.kiln.spi.hook.RowHook;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@code DenoiseHook} promises. Extend it, say which hook and which options make it act,
 * and the tests run the real host with it.
 */
public abstract class DenoiseHookContract {
  private static final String PLUGIN = "under-test";

  /** The hook: a new object, made as its container would make it. */
  protected abstract DenoiseHook hook();

  /** Options under which it does its work. */
  protected abstract Record options();

  private TestingGeneration generation(DenoiseHook hook) {
    return TestingGeneration.standard()
        .request(request -> request.steps(12))
        .plugin(PLUGIN, hook, options());
  }

  @Test
  void takesPart() {
    Outcome outcome = generation(hook()).run();
    assertThat(outcome.opened()).as("interceptors opened with %s", options()).isOne();
    assertThat(outcome.closed()).isOne();
  }

  @Test
  void proceedsAsOftenAsItDeclares() {
    DenoiseInterceptor interceptor = hook().open(FakePass.with(options())).orElseThrow();
    Evaluations declared = interceptor.evaluations();
    interceptor.close();
    assertThat(generation(hook()).run().calls())
        .allSatisfy(call -> assertThat(call.proceeds()).isBetween(least(declared), most(declared)));
  }

  private static int least(Evaluations declared) {
    return declared == Evaluations.SKIPS ? 0 : 1;
  }

  private static int most(Evaluations declared) {
    return declared == Evaluations.REPEATS ? Integer.MAX_VALUE : 1;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Euler a", "Heun", "DPM++ 2M", "DPM++ SDE", "DDIM"})
  void givesFiniteLatentsWithSamplersOfEveryKind(String sampler) {
    Outcome outcome = generation(hook()).request(request -> request.sampler(sampler)).run();
    for (float value : outcome.latents().data()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void keepsNothingFromOneGenerationToTheNext() {
    DenoiseHook hook = hook();
    float[] first = generation(hook).run().latents().data();
    generation(hook).request(request -> request.seed(2).sampler("Heun")).run();
    assertThat(generation(hook).run().latents().data()).containsExactly(first);
  }

  @Test
  void twoGenerationsAtOnceDoNotShareState() throws Exception {
    DenoiseHook hook = hook();
    float[] first = generation(hook).run().latents().data();
    float[] second = generation(hook).request(request -> request.seed(2)).run().latents().data();
    CyclicBarrier step = new CyclicBarrier(2);
    TestingGeneration together = generation(hook).afterEachStep(() -> await(step));
    Callable<Outcome> one = together::run;
    Callable<Outcome> other = together.request(request -> request.seed(2))::run;
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Outcome>> outcomes = threads.invokeAll(List.of(one, other));
      assertThat(outcomes.get(0).get().latents().data()).containsExactly(first);
      assertThat(outcomes.get(1).get().latents().data()).containsExactly(second);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException("the other generation ended early", e);
    }
  }

  @Test
  void aStepAllocatesNothing() {
    generation(hook()).run();
    List<HookCall> calls = generation(hook()).run().calls();
    assertThat(calls).isNotEmpty().allSatisfy(call -> assertThat(call.bytes()).isZero());
  }

  @Test
  void rowsMayComeAndGo() {
    RowHook everyOther = pass -> Optional.of(dropsUncondEveryOther());
    Outcome outcome =
        generation(hook())
            .plugin("rows", everyOther)
            .prompt("a girl AND a meadow:0.5")
            .request(request -> request.batch(2, 1))
            .run();
    assertThat(outcome.calls()).extracting(HookCall::rows).contains(6, 4);
  }

  private static RowFilter dropsUncondEveryOther() {
    return plan -> {
      for (int i = 0; i < plan.size(); i++) {
        if (plan.step().evaluation() % 2 == 1 && plan.row(i).role() == Row.Role.UNCOND) {
          plan.drop(i);
        }
      }
    };
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

  @Test
  void aPassThatEndsBeforeItsFirstStepCanBeClosed() {
    DenoiseInterceptor interceptor = hook().open(FakePass.with(options())).orElseThrow();
    assertThatCode(interceptor::close).doesNotThrowAnyException();
  }
}
