package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract passes a hook that keeps it and fails those that break it, each in its test. */
class DenoiseHookContractTest {
  /** A hook from a factory; the options are empty. */
  abstract static class Case extends DenoiseHookContract {
    record None() {}

    @Override
    protected Record options() {
      return new None();
    }
  }

  static class Good extends Case {
    @Override
    protected DenoiseHook hook() {
      return pass -> Optional.of(DenoiseCall::proceed);
    }
  }

  static class Greedy extends Case {
    @Override
    protected DenoiseHook hook() {
      return pass ->
          Optional.of(
              call -> {
                call.proceed();
                call.denoised().data()[0] += call.denoised().copy().data()[0] * 1e-3f;
              });
    }
  }

  static class Shared extends Case {
    @Override
    protected DenoiseHook hook() {
      float[] total = new float[1];
      return pass ->
          Optional.of(
              call -> {
                call.proceed();
                total[0] += 0.01f;
                call.denoised().data()[0] += total[0];
              });
    }
  }

  static class Swallowing extends Case {
    @Override
    protected DenoiseHook hook() {
      return pass ->
          Optional.of(
              call -> {
                try {
                  call.proceed();
                } catch (RuntimeException e) {
                  call.denoised().set(call.sample());
                }
              });
    }
  }

  static class Forgetful extends Case {
    @Override
    protected DenoiseHook hook() {
      return pass ->
          Optional.of(
              new DenoiseInterceptor() {
                private int size;

                @Override
                public void intercept(DenoiseCall call) {
                  size = size == 0 ? call.sample().size() : size;
                  call.proceed();
                  call.denoised().data()[size - 1] *= 0.999f;
                }
              });
    }
  }

  @Test
  void aGoodHookPasses() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
  }

  @Test
  void aHookThatAllocatesInAStepIsFound() {
    assertThat(ContractRun.broken(Greedy.class)).containsExactly("aStepAllocatesNothing");
  }

  @Test
  void aHookThatSharesStateIsFound() {
    assertThat(ContractRun.broken(Shared.class))
        .contains("keepsNothingFromOneGenerationToTheNext", "twoGenerationsAtOnceDoNotShareState");
  }

  @Test
  void aHookThatSwallowsAFailureIsFound() {
    assertThat(ContractRun.broken(Swallowing.class))
        .containsExactly("aFailureFurtherInPassesThroughAndIsNotItsOwn");
  }

  @Test
  void aHookThatCountsOnItsRowsIsFound() {
    assertThat(ContractRun.broken(Forgetful.class)).containsExactly("rowsMayComeAndGo");
  }
}
