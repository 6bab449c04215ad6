package dev.kiln.plugin.controlnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.tensor.Picture;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HintFitTest {
  private static final int[] SKY = {6, 230, 230};
  private static final int[] GRASS = {4, 250, 7};
  private static final int[] PERSON = {150, 5, 61};

  /** Sky above grass, a person in the middle third. */
  private static Picture scene(int width, int height) {
    Picture picture = Picture.black(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean inside = x >= width / 3 && x < 2 * width / 3 && y > height / 4 && y < height - 2;
        int[] color = inside ? PERSON : y < height / 2 ? SKY : GRASS;
        picture.set(x, y, color[0], color[1], color[2]);
      }
    }
    return picture;
  }

  private static Set<Integer> colors(Picture picture) {
    Set<Integer> colors = new HashSet<>();
    for (int i = 0; i < picture.rgba().length; i += 4) {
      colors.add(picture.at(i / 4 % picture.width(), i / 4 / picture.width(), 0));
    }
    return colors;
  }

  @Test
  void segmentationsStayPureAtAnySize() {
    for (ResizeMode mode : ResizeMode.values()) {
      Picture fitted = HintFit.fit(scene(90, 61), mode, 128, 200);
      assertThat(fitted).returns(128, Picture::width).returns(200, Picture::height);
      assertThat(colors(fitted)).isSubsetOf(SKY[0], GRASS[0], PERSON[0]);
    }
  }

  /** 60 to 120 in height is the larger scale: 180 wide, of which the middle 120 stays. */
  @Test
  void croppingKeepsTheMiddle() {
    Picture fitted = HintFit.fit(scene(90, 60), ResizeMode.CROP_AND_RESIZE, 120, 120);
    assertThat(fitted.at(0, 80, 0)).isEqualTo(GRASS[0]);
    assertThat(fitted.at(29, 80, 0)).isEqualTo(GRASS[0]);
    assertThat(fitted.at(30, 80, 0)).isEqualTo(PERSON[0]);
    assertThat(fitted.at(89, 80, 0)).isEqualTo(PERSON[0]);
    assertThat(fitted.at(90, 80, 0)).isEqualTo(GRASS[0]);
  }

  /**
   * 90 to 120 in width is the smaller scale: 80 high, 20 above and below in the borders' median.
   */
  @Test
  void fillingTakesTheMedianColorOfTheBorders() {
    Picture fitted = HintFit.fit(scene(90, 60), ResizeMode.RESIZE_AND_FILL, 120, 120);
    // Of the 300 pixels of the borders, 150 are sky and 150 grass: numpy's median lies between.
    assertThat(fitted.at(5, 5, 0)).isEqualTo((SKY[0] + GRASS[0]) / 2);
    assertThat(fitted.at(5, 19, 1)).isEqualTo((SKY[1] + GRASS[1]) / 2);
    assertThat(fitted.at(5, 20, 1)).isEqualTo(SKY[1]);
    assertThat(fitted.at(5, 99, 1)).isEqualTo(GRASS[1]);
    assertThat(fitted.at(5, 100, 1)).isEqualTo((SKY[1] + GRASS[1]) / 2);
  }

  /** As sd-webui-controlnet, which takes the median before it resizes. */
  @Test
  void fillingTakesTheBordersAsTheyWereBeforeScaling() {
    Picture photo = Picture.black(64, 32);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 64; x++) {
        boolean border = x == 0 || y == 0 || x == 63 || y == 31;
        photo.set(x, y, border ? 10 : 3 * x + y, border ? 20 : 255 - 2 * x, border ? 30 : 7 * y);
      }
    }
    Picture fitted = HintFit.fit(photo, ResizeMode.RESIZE_AND_FILL, 32, 64);
    for (int y : new int[] {0, 23, 40, 63}) {
      assertThat(fitted.at(16, y, 0)).isEqualTo(10);
      assertThat(fitted.at(16, y, 1)).isEqualTo(20);
      assertThat(fitted.at(16, y, 2)).isEqualTo(30);
    }
    assertThat(fitted.at(16, 24, 0)).isNotEqualTo(10);
  }

  @Test
  void stretchingKeepsEverything() {
    Picture fitted = HintFit.fit(scene(90, 60), ResizeMode.JUST_RESIZE, 60, 120);
    assertThat(fitted.at(19, 80, 0)).isEqualTo(GRASS[0]);
    assertThat(fitted.at(20, 80, 0)).isEqualTo(PERSON[0]);
    assertThat(fitted.at(39, 80, 0)).isEqualTo(PERSON[0]);
    assertThat(fitted.at(40, 80, 0)).isEqualTo(GRASS[0]);
  }

  /** A line of one pixel stays one of one pixel, white on black. */
  @Test
  void linesOfOnePixelStaySo() {
    Picture lines = Picture.black(64, 64);
    for (int i = 8; i < 56; i++) {
      lines.set(i, 20, 255, 255, 255);
      lines.set(40, i, 255, 255, 255);
    }
    Picture fitted = HintFit.fit(lines, ResizeMode.JUST_RESIZE, 160, 160);
    assertThat(colors(fitted)).containsExactlyInAnyOrder(0, 255);
    for (int x = 30; x < 90; x++) {
      assertThat(whitesInColumn(fitted, x, 20, 80)).as("column %d", x).isOne();
    }
  }

  private static int whitesInColumn(Picture picture, int x, int from, int to) {
    int count = 0;
    for (int y = from; y < to; y++) {
      count += picture.at(x, y, 0) > 0 ? 1 : 0;
    }
    return count;
  }

  /** What is black and white with areas stays so, without greys at its edges. */
  @Test
  void masksStayBinary() {
    Picture mask = Picture.black(40, 40);
    for (int i = 0; i < 400; i++) {
      mask.set(10 + i % 20, 10 + i / 20, 255, 255, 255);
    }
    for (int side : new int[] {25, 100}) {
      Picture fitted = HintFit.fit(mask, ResizeMode.JUST_RESIZE, side, side);
      assertThat(colors(fitted)).containsExactlyInAnyOrder(0, 255);
      assertThat(fitted.at(side / 2, side / 2, 0)).isEqualTo(255);
    }
  }

  @Test
  void photosBecomeSmooth() {
    Picture photo = Picture.black(64, 64);
    for (int i = 0; i < 64 * 64; i++) {
      photo.set(i % 64, i / 64, i % 64 * 4, i / 64 * 4, (i % 64 + i / 64) * 2);
    }
    Picture small = HintFit.fit(photo, ResizeMode.JUST_RESIZE, 32, 32);
    // The mean of four pixels.
    assertThat(small.at(10, 10, 0)).isEqualTo(82);
    assertThat(small.at(10, 10, 2)).isEqualTo(82);
  }

  @Test
  void pixelPerfectIsTheResolutionAtWhichPixelsMeet() {
    HintRequest.Settings settings = new HintRequest.Settings(512, -1, -1, true);
    Picture image = Picture.black(300, 200);
    HintRequest crop = new HintRequest("canny", image, ResizeMode.CROP_AND_RESIZE, settings);
    HintRequest fill = new HintRequest("canny", image, ResizeMode.RESIZE_AND_FILL, settings);
    assertThat(crop.resolution(512, 512)).isEqualTo(512);
    assertThat(fill.resolution(512, 512)).isEqualTo(341);
  }
}
