package dev.kiln.plugin.detailer.mask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.plugin.detailer.detect.TestingDetectors;
import dev.kiln.spi.tensor.Picture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Masks against OpenCV and Pillow, {@code reference.py} beside the pictures. */
class MaskTest {
  private static final int[] SIZES = {1, 2, 4, 7, 12, -1, -2, -4, -7};

  private static Mask read(String name) {
    Picture picture = TestingDetectors.picture(MaskTest.class, name);
    return TestingDetectors.mask(picture, 0, picture.height());
  }

  @Test
  void allChangesAreThoseOfOpencvAndPillow() {
    Mask one = read("one");
    List<Mask> changed = new ArrayList<>();
    for (int size : SIZES) {
      changed.add(one.grown(size));
    }
    changed.add(one.moved(5, -3));
    changed.add(one.moved(-50, 9));
    Mask both = one.or(read("other"));
    changed.add(both);
    changed.add(both.inverted());
    Picture expected = TestingDetectors.picture(MaskTest.class, "changed");
    assertThat(expected.height()).isEqualTo(changed.size() * one.height());
    for (int i = 0; i < changed.size(); i++) {
      assertThat(changed.get(i).white())
          .as("change %d", i)
          .isEqualTo(TestingDetectors.mask(expected, i, one.height()).white());
    }
  }

  @Test
  void aMaskMayVanish() {
    assertThat(read("one").isEmpty()).isFalse();
    assertThat(read("one").grown(-40).isEmpty()).isTrue();
    assertThat(read("one").grown(8192).pixels()).isEqualTo(46 * 31);
  }

  @Test
  void itsPictureIsWhiteWhereItIs() {
    Picture picture = Mask.of(new Box(1.9, 0, 2.1, 1, 1, 0), 4, 3).picture();
    for (int i = 0; i < 12; i++) {
      boolean white = i % 4 >= 1 && i % 4 <= 2 && i / 4 <= 1;
      assertThat(picture.at(i % 4, i / 4, 1)).isEqualTo(white ? 255 : 0);
      assertThat(picture.at(i % 4, i / 4, 3)).isEqualTo(255);
    }
  }

  @Test
  void pixelsThatTouchAtACornerAreOneRegion() {
    boolean[] white = new boolean[5 * 4];
    for (int pixel : new int[] {0, 6, 12, 4, 15}) {
      white[pixel] = true;
    }
    Mask mask = new Mask(5, 4, white);
    assertThat(Regions.of(mask, 1)).extracting(Mask::pixels).containsExactly(3, 1, 1);
    assertThat(Regions.of(mask, 2)).extracting(Mask::pixels).containsExactly(3);
    assertThat(mask.pixels()).isEqualTo(5);
  }
}
