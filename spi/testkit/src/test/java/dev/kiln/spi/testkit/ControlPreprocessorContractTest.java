package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Slider;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.tensor.Picture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract passes a preprocessor that keeps it and fails those that break it. */
class ControlPreprocessorContractTest {
  /** Answers with the picture itself. */
  private static class Same implements ControlPreprocessor {
    @Override
    public PreprocessorInfo info() {
      return PreprocessorInfo.of("same", "Canny");
    }

    @Override
    public Preprocessed process(PreprocessorCall call) {
      return new Preprocessed(call.picture());
    }
  }

  static class Good extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Same();
    }
  }

  static class Painting extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Same() {
        @Override
        public Preprocessed process(PreprocessorCall call) {
          call.picture().set(0, 0, 1, 2, 3);
          return super.process(call);
        }
      };
    }
  }

  static class Counting extends ControlPreprocessorContract {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    protected ControlPreprocessor preprocessor() {
      return new Same() {
        @Override
        public Preprocessed process(PreprocessorCall call) {
          Picture map = Picture.black(150, 100);
          map.set(0, 0, calls.incrementAndGet(), 0, 0);
          return new Preprocessed(map);
        }
      };
    }
  }

  static class Square extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Same() {
        @Override
        public Preprocessed process(PreprocessorCall call) {
          return new Preprocessed(Picture.black(64, 64));
        }
      };
    }
  }

  static class Loose extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Same() {
        @Override
        public PreprocessorInfo info() {
          return super.info().with(new Slider("Level", 7, 0, 5, 1));
        }

        @Override
        public Preprocessed process(PreprocessorCall call) {
          return new Preprocessed(Picture.black(15 / (int) (5 - call.thresholdA()), 10));
        }
      };
    }
  }

  @Test
  void goodOnePasses() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
  }

  @Test
  void oneThatPaintsIntoThePictureFails() {
    assertThat(ContractRun.broken(Painting.class)).containsExactly("itLeavesThePictureAsItIs");
  }

  @Test
  void oneThatCountsItsCallsFails() {
    assertThat(ContractRun.broken(Counting.class))
        .containsExactly("itMakesTheSameOfTheSameAlsoInSeveralThreadsAtOnce");
  }

  @Test
  void oneThatForgetsTheProportionsFails() {
    assertThat(ContractRun.broken(Square.class))
        .containsExactly("itsMapIsOpaqueAndOfThePicturesProportions");
  }

  @Test
  void oneWhoseSlidersDoNotFitFails() {
    assertThat(ContractRun.broken(Loose.class))
        .contains(
            "itsSlidersAreTwoAtMostAndStandWithinTheirRange", "itWorksAtBothEndsOfItsSliders");
  }
}
