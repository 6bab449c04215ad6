package dev.kiln.plugin.fast.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.tensor.Picture;
import org.junit.jupiter.api.Test;

/** Against {@code likeness_reference.py}, which computes both by their definition. */
class LikenessTest {
  /** The same as the script's: waves, and noise of a small generator. */
  private static Picture picture(int noise) {
    int width = 24;
    int height = 17;
    Picture picture = Picture.black(width, height);
    int state = 1;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int color = 0; color < 3; color++) {
          state = (state * 1103 + 12345) & 0xffff;
          int value = (x * (color + 3) + y * 7) % 200 + state % (noise + 1);
          picture.rgba()[4 * (y * width + x) + color] = (byte) value;
        }
      }
    }
    return picture;
  }

  @Test
  void ssimAndSquaredErrorAreTheReferences() {
    Likeness some = Likeness.of(picture(0), picture(20));
    assertThat(some.squaredError()).isCloseTo(135.9558823529412, within(1e-9));
    assertThat(some.ssim()).isCloseTo(0.8912939972530062, within(1e-9));
    Likeness more = Likeness.of(picture(0), picture(55));
    assertThat(more.squaredError()).isCloseTo(860.7875816993464, within(1e-9));
    assertThat(more.ssim()).isCloseTo(0.5458173372186811, within(1e-9));
  }

  @Test
  void equalPicturesAreAlikeAndOtherSizesAreNotComparable() {
    Likeness same = Likeness.of(picture(9), picture(9));
    assertThat(same.ssim()).isCloseTo(1, within(1e-12));
    assertThat(Likeness.psnr(same.squaredError())).isInfinite();
    assertThat(Likeness.psnr(65.025)).isCloseTo(30, within(1e-12));
    assertThat(Likeness.of(picture(0), Picture.black(8, 8)).ssim()).isNaN();
  }
}
