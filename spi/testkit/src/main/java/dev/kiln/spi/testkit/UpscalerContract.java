package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleCall;
import dev.kiln.spi.upscale.UpscaleWatcher;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every upscaler promises: extend it in the plugin's tests, once for each kind. */
public abstract class UpscalerContract {
  private static final int WIDTH = 37;
  private static final int HEIGHT = 26;

  protected abstract Upscaler upscaler();

  /** Which of those that it offers. */
  protected abstract UpscalerInfo info();

  /** What it is called with: random colors, opaque on the left and transparent on the right. */
  private static Picture picture() {
    SplittableRandom random = new SplittableRandom(7);
    Picture picture = Picture.black(WIDTH, HEIGHT);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int color = random.nextInt(1 << 24);
      picture.set(i % WIDTH, i / WIDTH, color >> 16, color >> 8 & 0xff, color & 0xff);
      picture.rgba()[4 * i + 3] = (byte) (i % WIDTH < WIDTH / 2 ? 255 : 0);
    }
    return picture;
  }

  private Picture upscale(Picture picture, int width, int height, UpscaleWatcher watcher) {
    return upscaler().upscale(new UpscaleCall(info(), picture, width, height, watcher));
  }

  private Picture twice() {
    return upscale(picture(), 2 * WIDTH, 2 * HEIGHT, UpscaleWatcher.NONE);
  }

  @ParameterizedTest
  @CsvSource({"74, 52", "37, 26", "200, 53", "111, 79", "20, 13", "1, 1"})
  void itsResultHasTheSizeThatWasAskedFor(int width, int height) {
    Picture made = upscale(picture(), width, height, UpscaleWatcher.NONE);
    assertThat(List.of(made.width(), made.height())).containsExactly(width, height);
  }

  @Test
  void itLeavesThePictureAsItIs() {
    Picture picture = picture();
    upscale(picture, 2 * WIDTH, 2 * HEIGHT, UpscaleWatcher.NONE);
    assertThat(picture.rgba()).isEqualTo(picture().rgba());
  }

  @Test
  void whatIsTransparentStaysSoAndWhatIsOpaqueToo() {
    Picture made = twice();
    for (int y = 0; y < made.height(); y += 17) {
      assertThat(made.at(0, y, 3)).isEqualTo(255);
      assertThat(made.at(made.width() - 1, y, 3)).isZero();
    }
  }

  @Test
  void itMakesTheSameOfTheSameAlsoInSeveralThreadsAtOnce() {
    byte[] alone = twice().rgba();
    List<byte[]> together =
        IntStream.range(0, 4).parallel().mapToObj(any -> twice().rgba()).toList();
    assertThat(together).allSatisfy(made -> assertThat(made).isEqualTo(alone));
  }

  @Test
  void itTellsWhatIsDoneUpToTheEnd() {
    List<int[]> told = new ArrayList<>();
    upscale(picture(), 90, 60, (done, total) -> told.add(new int[] {done, total}));
    assertThat(told).isNotEmpty();
    assertThat(told.stream().map(it -> it[0]).toList()).isSorted();
    assertThat(told).allSatisfy(it -> assertThat(it[0]).isBetween(0, it[1]));
    int[] last = told.get(told.size() - 1);
    assertThat(last[0]).isEqualTo(last[1]);
  }

  @Test
  void itEndsWhenItsWatcherEndsIt() {
    UpscaleWatcher stopping =
        (done, total) -> {
          throw new CancellationException("enough");
        };
    assertThatThrownBy(() -> upscale(picture(), 90, 60, stopping))
        .isInstanceOf(CancellationException.class);
  }
}
