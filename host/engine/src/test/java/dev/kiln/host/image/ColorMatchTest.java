package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.tensor.Picture;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColorMatchTest {
  private static Picture noise(int seed, int least, int span) {
    Random random = new Random(seed);
    Picture picture = Picture.black(40, 30);
    for (int i = 0; i < 1200; i++) {
      picture.set(
          i % 40,
          i / 40,
          least + random.nextInt(span),
          random.nextInt(least + span),
          random.nextInt(span));
    }
    return picture;
  }

  private static double mean(Picture picture, int channel) {
    double sum = 0;
    for (int i = channel; i < picture.rgba().length; i += 4) {
      sum += picture.rgba()[i] & 0xff;
    }
    return sum * 4 / picture.rgba().length;
  }

  /** sRGB's primaries in CIELAB: 53.2 80.1 67.2, 87.7 -86.2 83.2, 32.3 79.2 -107.9. */
  @Test
  void labIsThatOfTheStandard() {
    assertThat(Lab.of(new int[] {255, 0, 0})).containsExactly(136, 208, 195);
    assertThat(Lab.of(new int[] {0, 255, 0})).containsExactly(224, 42, 211);
    assertThat(Lab.of(new int[] {0, 0, 255})).containsExactly(82, 207, 20);
    assertThat(Lab.of(new int[] {255, 255, 255})).containsExactly(255, 128, 128);
    assertThat(Lab.of(new int[] {0, 0, 0})).containsExactly(0, 128, 128);
  }

  @Test
  void backFromLabAreTheColorsButForRounding() {
    Random random = new Random(3);
    int sum = 0;
    for (int i = 0; i < 1000; i++) {
      int[] rgb = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
      int[] back = Lab.toRgb(Lab.of(rgb));
      for (int channel = 0; channel < 3; channel++) {
        int difference = Math.abs(back[channel] - rgb[channel]);
        sum += difference;
        // A level of a or b is many of a dark channel beside bright ones.
        assertThat(difference).isLessThan(25);
      }
    }
    assertThat(sum / 3000.0).isLessThan(1);
  }

  @Test
  void aPictureInItsOwnColorsStaysItself() {
    Picture picture = noise(1, 60, 120);
    Picture same = ColorMatch.to(picture).applied(picture);
    for (int channel = 0; channel < 3; channel++) {
      assertThat(Math.abs(mean(same, channel) - mean(picture, channel))).isLessThan(1);
    }
  }

  @Test
  void colorsComeNearButBrightnessStays() {
    Picture reddish = noise(1, 150, 60);
    Picture dull = noise(2, 40, 60);
    Picture matched = ColorMatch.to(reddish).applied(dull);
    double before = mean(dull, 0) - mean(dull, 2);
    double wanted = mean(reddish, 0) - mean(reddish, 2);
    double after = mean(matched, 0) - mean(matched, 2);
    assertThat(Math.abs(after - wanted)).isLessThan(Math.abs(before - wanted));
    assertThat(luminosity(matched)).isBetween(luminosity(dull) - 2, luminosity(dull) + 2);
  }

  private static double luminosity(Picture picture) {
    return 0.3 * mean(picture, 0) + 0.59 * mean(picture, 1) + 0.11 * mean(picture, 2);
  }
}
