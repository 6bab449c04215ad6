package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleCall;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract passes an upscaler that keeps it and fails those that break it. */
class UpscalerContractTest {
  /** The nearest pixel of the picture. */
  private static Picture nearest(UpscaleCall call) {
    Picture from = call.picture();
    Picture made = Picture.black(call.width(), call.height());
    for (int i = 0; i < call.width() * call.height(); i++) {
      int x = i % call.width() * from.width() / call.width();
      int y = i / call.width() * from.height() / call.height();
      System.arraycopy(from.rgba(), 4 * (y * from.width() + x), made.rgba(), 4 * i, 4);
    }
    return made;
  }

  private abstract static class Contract extends UpscalerContract {
    @Override
    protected UpscalerInfo info() {
      return new UpscalerInfo("mine", 0, null);
    }
  }

  static class Good extends Contract {
    @Override
    protected Upscaler upscaler() {
      return call -> {
        Picture made = nearest(call);
        call.watcher().progress(1, 1);
        return made;
      };
    }
  }

  static class OfItsOwnScale extends Contract {
    @Override
    protected Upscaler upscaler() {
      return call -> {
        call.watcher().progress(1, 1);
        Picture from = call.picture();
        return nearest(
            new UpscaleCall(
                call.upscaler(), from, 2 * from.width(), 2 * from.height(), call.watcher()));
      };
    }
  }

  static class Painting extends Contract {
    @Override
    protected Upscaler upscaler() {
      return call -> {
        call.picture().set(0, 0, 1, 2, 3);
        call.watcher().progress(1, 1);
        return nearest(call);
      };
    }
  }

  static class Opaque extends Contract {
    @Override
    protected Upscaler upscaler() {
      return call -> {
        call.watcher().progress(1, 1);
        return Picture.black(call.width(), call.height());
      };
    }
  }

  static class Counting extends Contract {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    protected Upscaler upscaler() {
      return call -> {
        call.watcher().progress(1, 1);
        Picture made = nearest(call);
        made.set(0, 0, calls.incrementAndGet(), 0, 0);
        return made;
      };
    }
  }

  static class Silent extends Contract {
    @Override
    protected Upscaler upscaler() {
      return UpscalerContractTest::nearest;
    }
  }

  @Test
  void goodOnePasses() {
    assertThat(ContractRun.broken(Good.class)).isEmpty();
  }

  @Test
  void oneThatKnowsItsOwnScaleAloneFails() {
    assertThat(ContractRun.broken(OfItsOwnScale.class)).hasSize(5);
  }

  @Test
  void oneThatPaintsIntoThePictureFails() {
    assertThat(ContractRun.broken(Painting.class)).containsExactly("itLeavesThePictureAsItIs");
  }

  @Test
  void oneThatForgetsOpacityFails() {
    assertThat(ContractRun.broken(Opaque.class))
        .containsExactly("whatIsTransparentStaysSoAndWhatIsOpaqueToo");
  }

  @Test
  void oneThatCountsItsCallsFails() {
    assertThat(ContractRun.broken(Counting.class))
        .containsExactly("itMakesTheSameOfTheSameAlsoInSeveralThreadsAtOnce");
  }

  @Test
  void oneThatTellsNothingFails() {
    assertThat(ContractRun.broken(Silent.class))
        .containsExactlyInAnyOrder("itTellsWhatIsDoneUpToTheEnd", "itEndsWhenItsWatcherEndsIt");
  }
}
