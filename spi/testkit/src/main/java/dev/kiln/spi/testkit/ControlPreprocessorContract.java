package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Slider;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.tensor.Picture;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every preprocessor promises: extend it in the plugin's tests. */
public abstract class ControlPreprocessorContract {
  private static final int WIDTH = 150;
  private static final int HEIGHT = 100;

  protected abstract ControlPreprocessor preprocessor();

  /** What it is called with: opaque patches of random colors. */
  protected Picture picture() {
    SplittableRandom random = new SplittableRandom(7);
    int[] colors = IntStream.range(0, 64).map(any -> random.nextInt(1 << 24)).toArray();
    Picture picture = Picture.black(WIDTH, HEIGHT);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int color = colors[i / WIDTH / 13 * 8 + i % WIDTH / 19];
      picture.set(i % WIDTH, i / WIDTH, color >> 16, color >> 8 & 0xff, color & 0xff);
    }
    return picture;
  }

  private PreprocessorInfo info() {
    return Declared.preprocessor(preprocessor());
  }

  private Preprocessed process(Picture picture, double thresholdA, double thresholdB) {
    PreprocessorInfo info = info();
    Picture mask = info.has(Trait.NEEDS_MASK) ? picture : null;
    PreprocessorCall call = new PreprocessorCall(picture, mask, 128, thresholdA, thresholdB);
    return preprocessor().process(info.settle(call));
  }

  private Preprocessed process() {
    return process(picture(), -1, -1);
  }

  @Test
  void itsSlidersAreTwoAtMostAndStandWithinTheirRange() {
    List<Slider> sliders = info().sliders();
    assertThat(sliders).hasSizeLessThanOrEqualTo(2);
    assertThat(sliders)
        .allSatisfy(
            slider -> {
              assertThat(slider.value()).isBetween(slider.min(), slider.max());
              assertThat(slider.step()).isPositive();
            });
  }

  @Test
  void itWorksAtBothEndsOfItsSliders() {
    List<Slider> sliders = info().sliders();
    double[] low = sliders.stream().mapToDouble(Slider::min).toArray();
    double[] high = sliders.stream().mapToDouble(Slider::max).toArray();
    for (double[] ends : List.of(low, high)) {
      Preprocessed made =
          process(picture(), ends.length > 0 ? ends[0] : 0, ends.length > 1 ? ends[1] : 0);
      assertThat(made.map().width()).isPositive();
    }
  }

  @Test
  void itLeavesThePictureAsItIs() {
    Picture picture = picture();
    process(picture, -1, -1);
    assertThat(picture.rgba()).isEqualTo(picture().rgba());
  }

  @Test
  void itsMapIsOpaqueAndOfThePicturesProportions() {
    Picture map = process().map();
    for (int i = 3; i < map.rgba().length; i += 4) {
      assertThat(map.rgba()[i]).isEqualTo((byte) -1);
    }
    // A pixel more or less by rounding.
    assertThat((double) map.width() / map.height())
        .isCloseTo((double) WIDTH / HEIGHT, within(2.0 / map.height()));
  }

  @Test
  void itMakesTheSameOfTheSameAlsoInSeveralThreadsAtOnce() {
    Preprocessed alone = process();
    List<Preprocessed> together =
        IntStream.range(0, 8).parallel().mapToObj(any -> process()).toList();
    assertThat(together)
        .allSatisfy(
            made -> {
              assertThat(made.map().rgba()).isEqualTo(alone.map().rgba());
              assertThat(made.pose()).isEqualTo(alone.pose());
            });
  }
}
