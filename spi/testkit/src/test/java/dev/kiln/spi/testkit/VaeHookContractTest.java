package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.VaeCall;
import dev.kiln.spi.hook.VaeHook;
import dev.kiln.spi.hook.VaeInterceptor;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract passes a hook that keeps it and fails those that break it, each in its test. */
class VaeHookContractTest {
  abstract static class Case extends VaeHookContract {
    record None() {}

    @Override
    protected Record options() {
      return new None();
    }

    @Override
    protected VaeHook hook() {
      VaeInterceptor interceptor = interceptor();
      return request -> Optional.of(interceptor);
    }

    abstract VaeInterceptor interceptor();
  }

  /** Darkens what is decoded. */
  static class Good extends Case {
    @Override
    VaeInterceptor interceptor() {
      return new VaeInterceptor() {
        @Override
        public void decode(VaeCall call) {
          call.proceed();
          float[] data = call.picture().data();
          for (int i = 0; i < data.length; i++) {
            data[i] /= 2;
          }
        }
      };
    }
  }

  /** Proceeds no more and fills the result. */
  static class Filling extends Case {
    @Override
    VaeInterceptor interceptor() {
      return new VaeInterceptor() {
        @Override
        public void decode(VaeCall call) {
          Arrays.fill(call.picture().data(), 0.5f);
        }
      };
    }
  }

  /** Proceeds no more and fills nothing. */
  static class Empty extends Case {
    @Override
    VaeInterceptor interceptor() {
      return new VaeInterceptor() {
        @Override
        public void decode(VaeCall call) {}
      };
    }
  }

  static class Twice extends Case {
    @Override
    VaeInterceptor interceptor() {
      return new VaeInterceptor() {
        @Override
        public void decode(VaeCall call) {
          call.proceed();
          call.proceed();
        }
      };
    }
  }

  /** Counts pictures over requests. */
  static class Counting extends Case {
    @Override
    VaeInterceptor interceptor() {
      return new VaeInterceptor() {
        private int pictures;

        @Override
        public void decode(VaeCall call) {
          Arrays.fill(call.picture().data(), pictures++ / 8f);
        }
      };
    }
  }

  @Test
  void goodHooksPass() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
    assertThat(ContractRun.broken(Filling.class)).isEmpty();
  }

  @Test
  void aResultThatNobodyFillsIsFound() {
    assertThat(ContractRun.breaks(Empty.class, "takesPartAndIsClosed")).isTrue();
  }

  @Test
  void proceedingTwiceIsFound() {
    assertThat(ContractRun.breaks(Twice.class, "proceedsOnceOrNotAtAll")).isTrue();
  }

  @Test
  void whatIsKeptIsFound() {
    assertThat(ContractRun.breaks(Counting.class, "keepsNothingFromOneGenerationToTheNext"))
        .isTrue();
    assertThat(ContractRun.breaks(Counting.class, "aPictureDoesNotDependOnItsBatch")).isTrue();
  }
}
