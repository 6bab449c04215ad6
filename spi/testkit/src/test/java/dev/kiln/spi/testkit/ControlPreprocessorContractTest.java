package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
import dev.kiln.spi.tensor.Picture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract passes a preprocessor that keeps it and fails those that break it. */
class ControlPreprocessorContractTest {
  /** Answers with the picture itself. */
  @OffersPreprocessor(name = "same", tags = "Canny")
  private static class Same implements ControlPreprocessor {
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

  /** Divides by zero at the upper end of its slider. */
  @OffersPreprocessor(
      name = "dividing",
      sliders = @OffersPreprocessor.Slider(label = "Level", value = 7, min = 0, max = 5, step = 1))
  private static final class Dividing implements ControlPreprocessor {
    @Override
    public Preprocessed process(PreprocessorCall call) {
      return new Preprocessed(Picture.black(15 / (int) (5 - call.thresholdA()), 10));
    }
  }

  static class Loose extends ControlPreprocessorContract {
    @Override
    protected ControlPreprocessor preprocessor() {
      return new Dividing();
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
