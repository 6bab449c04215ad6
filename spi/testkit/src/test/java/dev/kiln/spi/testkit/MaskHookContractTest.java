package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.BlendCall;
import dev.kiln.spi.hook.MaskBlender;
import dev.kiln.spi.hook.MaskHook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract passes a hook that keeps it and fails those that break it, each in its test. */
class MaskHookContractTest {
  abstract static class Case extends MaskHookContract {
    record None() {}

    @Override
    protected Record options() {
      return new None();
    }

    @Override
    protected MaskHook hook() {
      MaskBlender blender = blender();
      return request -> Optional.of(blender);
    }

    abstract MaskBlender blender();
  }

  /** Keeps half of what the host would. */
  static class Good extends Case {
    @Override
    MaskBlender blender() {
      return call -> {
        float[] blended = call.blended().data();
        for (int i = 0; i < blended.length; i++) {
          blended[i] = (blended[i] + call.current().data()[i]) / 2;
        }
      };
    }
  }

  /** Counts calls over requests. */
  static class Counting extends Case {
    @Override
    MaskBlender blender() {
      return new MaskBlender() {
        private int calls;

        @Override
        public void blend(BlendCall call) {
          call.blended().data()[0] += calls++;
        }
      };
    }
  }

  /** Gives each image the first one's. */
  static class Mixing extends Case {
    @Override
    MaskBlender blender() {
      return call -> {
        int row = call.blended().rowSize();
        float[] blended = call.blended().data();
        for (int from = row; from < blended.length; from += row) {
          System.arraycopy(blended, 0, blended, from, row);
        }
      };
    }
  }

  static class Writing extends Case {
    @Override
    MaskBlender blender() {
      return call -> call.init().data()[3] = 1;
    }
  }

  static class Keeping extends Case {
    @Override
    MaskBlender blender() {
      List<BlendCall> calls = new ArrayList<>();
      return call -> {
        calls.add(call);
        calls.get(0).blended();
      };
    }
  }

  @Test
  void aGoodHookPasses() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
  }

  @Test
  void whatIsKeptIsFound() {
    assertThat(ContractRun.breaks(Counting.class, "keepsNothingFromOneGenerationToTheNext"))
        .isTrue();
    assertThat(ContractRun.breaks(Keeping.class, "keepsNothingFromOneGenerationToTheNext"))
        .isTrue();
  }

  @Test
  void mixedImagesAreFound() {
    assertThat(ContractRun.breaks(Mixing.class, "aPictureDoesNotDependOnItsBatch")).isTrue();
  }

  @Test
  void whatIsWrittenIsFound() {
    assertThat(ContractRun.breaks(Writing.class, "changesNothingButTheMix")).isTrue();
  }
}
