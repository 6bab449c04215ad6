package dev.kiln.plugin.detailer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.plugin.detailer.mask.Box;
import dev.kiln.plugin.detailer.mask.Detection;
import dev.kiln.plugin.detailer.mask.Mask;
import dev.kiln.spi.tensor.Picture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which parts of a picture of 40x20 are drawn, and in which order. */
class UnitMasksTest {
  private static final Picture PICTURE = Picture.black(40, 20);

  /** 4x4 at the right, 10x10 at the left, 6x6 in the middle: 16, 100 and 36 of 800 pixels. */
  private static final List<Detection> FOUND =
      List.of(found(34, 2, 4, 0.9), found(1, 5, 10, 0.6), found(17, 7, 6, 0.7));

  private static Detection found(int left, int top, int side, double confidence) {
    Box box = new Box(left, top, left + side, top + side, confidence, 0);
    // A rectangle of Pillow's has its last pixels too.
    Box drawn = new Box(left, top, left + side - 1.0, top + side - 1.0, confidence, 0);
    return new Detection(box, Mask.of(drawn, 40, 20));
  }

  private static List<Mask> masks(Order order, Map<String, Object> unit) {
    Map<String, Object> all = new HashMap<>(Map.of("ad_dilate_erode", 0));
    all.putAll(unit);
    return new UnitMasks(TestingUnits.values(all), order).of(FOUND, PICTURE);
  }

  /** Masks are told by their sizes. */
  private static List<Integer> sizes(Order order, Map<String, Object> unit) {
    return masks(order, unit).stream().map(Mask::pixels).toList();
  }

  @Test
  void partsComeInTheOrderOfTheSetting() {
    assertThat(sizes(Order.NONE, Map.of())).containsExactly(16, 100, 36);
    assertThat(sizes(Order.LEFT_TO_RIGHT, Map.of())).containsExactly(100, 36, 16);
    assertThat(sizes(Order.CENTER_TO_EDGE, Map.of())).containsExactly(36, 100, 16);
    assertThat(sizes(Order.AREA, Map.of())).containsExactly(100, 36, 16);
  }

  @Test
  void partsOfASizeAreLeftOut() {
    assertThat(sizes(Order.NONE, Map.of("ad_mask_min_ratio", 0.04))).containsExactly(100, 36);
    assertThat(sizes(Order.NONE, Map.of("ad_mask_max_ratio", 0.1))).containsExactly(16, 36);
    assertThat(sizes(Order.NONE, Map.of("ad_mask_min_ratio", 0.02, "ad_mask_max_ratio", 0.125)))
        .as("both limits belong to it")
        .containsExactly(16, 100, 36);
  }

  @Test
  void theLargestOrTheSurestStay() {
    assertThat(sizes(Order.NONE, Map.of("ad_mask_k", 2))).containsExactly(100, 36);
    Map<String, Object> surest = Map.of("ad_mask_k", 2, "ad_mask_filter_method", "Confidence");
    assertThat(sizes(Order.NONE, surest)).containsExactly(16, 36);
    assertThat(sizes(Order.LEFT_TO_RIGHT, surest)).containsExactly(36, 16);
    assertThat(sizes(Order.NONE, Map.of("ad_mask_k", 1, "ad_mask_max_ratio", 0.1)))
        .as("of those that have a size")
        .containsExactly(36);
  }

  @Test
  void masksAreMovedThenGrown() {
    Mask mask =
        masks(Order.NONE, Map.of("ad_x_offset", 4, "ad_y_offset", 1, "ad_dilate_erode", 2)).get(0);
    // The square at 34 to 37 is at 38 to 41 then: half of it comes back at the left.
    assertThat(mask.white()[40 + 37]).isFalse();
    assertThat(mask.white()[40 + 38]).isTrue();
    assertThat(mask.white()[40]).isTrue();
    assertThat(mask.white()[40 + 2]).as("grown by one to the right").isTrue();
    assertThat(mask.white()[40 + 3]).isFalse();
    assertThat(mask.white()[5 * 40 + 38]).as("and to the bottom").isTrue();
    assertThat(mask.white()[38]).isFalse();
    assertThat(sizes(Order.NONE, Map.of("ad_dilate_erode", -5)))
        .as("those that vanish are no parts")
        .containsExactly(36, 4);
  }

  @Test
  void masksAreMergedAndInverted() {
    assertThat(sizes(Order.NONE, Map.of("ad_mask_merge_invert", "Merge"))).containsExactly(152);
    assertThat(sizes(Order.NONE, Map.of("ad_mask_merge_invert", "Merge and Invert")))
        .containsExactly(648);
    Map<String, Object> none =
        Map.of("ad_mask_min_ratio", 0.9, "ad_mask_merge_invert", "Merge and Invert");
    assertThat(sizes(Order.NONE, none)).as("nothing is not inverted").isEmpty();
  }
}
