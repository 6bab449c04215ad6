package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.Support;
import dev.kiln.spi.generate.CombineCall;
import dev.kiln.spi.generate.GuidanceCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.Guidance;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.GuidanceInterceptor;
import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.index.Offers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Both contracts pass what keeps them and fail what breaks them, each in its test. */
class GuidanceContractsTest {
  record None() {}

  /** A hook that does one thing after it has proceeded. */
  abstract static class HookCase extends GuidanceHookContract implements GuidanceInterceptor {
    @Override
    protected GuidanceHook hook() {
      return pass -> Optional.of(this);
    }

    @Override
    protected Record options() {
      return new None();
    }
  }

  static class Good extends HookCase {
    @Override
    public void intercept(GuidanceCall call) {
      call.proceedAt(call.scale() - 1);
      int size = call.combined().rowSize();
      for (int image = 0; image < call.images(); image++) {
        call.combined().data()[image * size] += 0.1f * call.cond(image).data()[0];
      }
    }
  }

  static class Mixing extends HookCase {
    @Override
    public void intercept(GuidanceCall call) {
      call.proceed();
      float[] combined = call.combined().data();
      combined[0] += 0.1f * combined[combined.length - 1];
    }
  }

  static class Overwriting extends HookCase {
    @Override
    public void intercept(GuidanceCall call) {
      call.proceed();
      call.denoised().data()[0] = 0;
    }
  }

  static class Swallowing extends HookCase {
    @Override
    public void intercept(GuidanceCall call) {
      try {
        call.proceed();
      } catch (RuntimeException e) {
        call.combined().data()[0] = 0;
      }
    }
  }

  /** A guidance that wins and copies the first row of each image. */
  @Offers("first-row")
  static class FirstRow extends GuidanceProviderContract implements GuidanceProvider, Guidance {
    @Override
    protected GuidanceProvider hook() {
      return this;
    }

    @Override
    protected Record options() {
      return new None();
    }

    @Override
    public Support supports(PassContext pass) {
      return Support.yes("the test asks for it");
    }

    @Override
    public Guidance open(PassContext pass) {
      return this;
    }

    @Override
    public void combine(CombineCall call) {
      int size = call.combined().rowSize();
      for (int row = call.rows() - 1; row >= 0; row--) {
        System.arraycopy(
            call.denoised().data(),
            row * size,
            call.combined().data(),
            call.row(row).image() * size,
            size);
      }
    }
  }

  static class Unfilled extends FirstRow {
    @Override
    public void combine(CombineCall call) {
      float last = call.combined().data()[call.combined().size() - 1];
      super.combine(call);
      call.combined().data()[call.combined().size() - 1] = last;
    }
  }

  static class Adding extends FirstRow {
    @Override
    public Guidance open(PassContext pass) {
      float[] total = new float[1];
      return call -> {
        combine(call);
        total[0] += 0.01f;
        call.combined().data()[0] += total[0];
      };
    }
  }

  @Test
  void thoseThatKeepTheContractPass() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
    assertThat(ContractRun.broken(FirstRow.class)).isEmpty();
  }

  @Test
  void aHookThatMixesImagesIsFound() {
    assertThat(ContractRun.breaks(Mixing.class, "anImageDoesNotDependOnItsBatch")).isTrue();
  }

  @Test
  void aHookThatWritesTheRowsIsFound() {
    assertThat(ContractRun.breaks(Overwriting.class, "thePredictionsOfTheRowsStayAsTheyAre"))
        .isTrue();
  }

  @Test
  void aHookThatSwallowsAFailureIsFound() {
    String test = "aFailureFurtherInPassesThroughAndIsNotItsOwn";
    assertThat(ContractRun.breaks(Swallowing.class, test)).isTrue();
  }

  @Test
  void aGuidanceThatLeavesAValueOutIsFound() {
    assertThat(ContractRun.breaks(Unfilled.class, "rowsMayComeAndGo")).isTrue();
  }

  @Test
  void aGuidanceThatCountsItsCallsIsFound() {
    String test = "theSameScaleGivesTheSamePredictionAsOftenAsItIsAskedFor";
    assertThat(ContractRun.breaks(Adding.class, test)).isTrue();
  }
}
