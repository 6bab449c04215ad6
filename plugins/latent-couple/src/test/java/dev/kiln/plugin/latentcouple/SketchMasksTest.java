package dev.kiln.plugin.latentcouple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import org.junit.jupiter.api.Test;

/** By the rules of ashen-sensored's variant: np.unique's order, white last, nearest-exact. */
class SketchMasksTest {
  private static final int[] RED = {255, 0, 0};
  private static final int[] BLUE = {0, 0, 255};
  private static final int[] WHITE = {255, 255, 255};

  /** Red on the left third, blue on the right third, white between. */
  private static Picture thirds() {
    Picture picture = Picture.black(60, 40);
    for (int i = 0; i < 2400; i++) {
      int x = i % 60;
      paint(picture, x, i / 60, x < 20 ? RED : x < 40 ? WHITE : BLUE);
    }
    return picture;
  }

  private static void paint(Picture picture, int x, int y, int[] color) {
    picture.set(x, y, color[0], color[1], color[2]);
  }

  private static SketchMasks of(Picture picture, String weights, double alpha) {
    return SketchMasks.of(
        picture, TestingOptions.with("maskWeights", weights, "alphaBlend", alpha));
  }

  @Test
  void colorsInAscendingOrderAreThePartsAndWhiteIsTheBackground() {
    Filters filters = of(thirds(), "", 0.2).filters(1, 6);
    float low = 0.2f;
    float high = 0.8f;
    assertThat(filters.maps().get(0))
        .containsExactly(new float[] {low, low, 1, 1, low, low}, within(1e-6f));
    // (0, 0, 255) is before (255, 0, 0).
    assertThat(filters.maps().get(1)).containsExactly(0, 0, 0, 0, high, high);
    assertThat(filters.maps().get(2)).containsExactly(high, high, 0, 0, 0, 0);
  }

  @Test
  void eachColorMayHaveAWeight() {
    Filters filters = of(thirds(), "0.5,1", 0.5).filters(1, 3);
    assertThat(filters.maps().get(1)).containsExactly(0, 0, 0.25f);
    assertThat(filters.maps().get(2)).containsExactly(0.5f, 0, 0);
    assertThat(filters.maps().get(0)).containsExactly(0.5f, 1, 0.75f);
  }

  @Test
  void theInfotextHasItsWeights() {
    assertThat(of(thirds(), "", 0.2).infotext())
        .isEqualTo("sketch=3 colors alpha blend=0.2 end at step=20");
    assertThat(of(thirds(), "0.5, 1", 0.1).infotext())
        .isEqualTo("sketch=3 colors mask weights=0.5,1 alpha blend=0.1 end at step=20");
  }

  @Test
  void whatABrushLeftAtAnEdgeBecomesTheNearestColor() {
    Picture picture = thirds();
    for (int y = 0; y < 4; y++) {
      paint(picture, 20, y, new int[] {255, 100, 100});
    }
    assertThat(of(picture, "", 0).regions()).isEqualTo(3);
    for (int y = 0; y < 5; y++) {
      paint(picture, 20, y, new int[] {255, 100, 100});
    }
    // Five of 2400 pixels are over 0.2 %.
    assertThat(of(picture, "", 0).regions()).isEqualTo(4);
  }

  @Test
  void withoutWhiteTheLastColorIsTheBackgroundAndAWarningSaysSo() {
    Picture picture = Picture.black(2, 1);
    paint(picture, 1, 0, new int[] {200, 40, 40});
    assertThat(of(picture, "", 0).filters(1, 2).maps().get(0)).containsExactly(0, 1);
    assertThat(of(picture, "", 0).warning(1, 2))
        .isEqualTo(
            "latent-couple: the sketch has no white background, so its last color, #c82828, is taken for the background and has the first part of the prompt; paint what is no region white");
    assertThat(of(thirds(), "", 0).warning(5, 7)).isEmpty();
    paint(picture, 1, 0, new int[] {254, 255, 250});
    assertThat(of(picture, "", 0).warning(1, 2)).isEmpty();
  }

  /** torch.nn.functional.interpolate(mode="nearest-exact") of 0..4 to three is 0, 2, 4. */
  @Test
  void cellsTakeTheNearestPixel() {
    Picture picture = Picture.black(5, 1);
    for (int x = 0; x < 5; x++) {
      paint(picture, x, 0, new int[] {50 * x, 0, 0});
    }
    Sketch sketch = Sketch.of(picture);
    assertThat(sketch.mask(0, 1, 3)).containsExactly(1, 0, 0);
    assertThat(sketch.mask(2, 1, 3)).containsExactly(0, 1, 0);
    assertThat(sketch.mask(4, 1, 3)).containsExactly(0, 0, 1);
    assertThat(sketch.mask(1, 1, 3)).containsExactly(0, 0, 0);
  }

  @Test
  void whatDoesNotFitIsTold() {
    assertThatThrownBy(() -> of(Picture.black(4, 4), "", 0))
        .hasMessage(
            "latent-couple: the sketch has one color alone; paint each region in a color of its own on white");
    assertThatThrownBy(() -> of(thirds(), "1", 0))
        .hasMessage(
            "latent-couple: there are 1 maskWeights and the sketch has 2 colors beside its background; give one for each");
    assertThatThrownBy(() -> of(thirds(), "1,1.5", 0))
        .hasMessage("latent-couple: maskWeights has 1.5; each is a share from 0 to 1");
    assertThatThrownBy(() -> of(thirds(), "0,0", 0))
        .hasMessage(
            "latent-couple: the maskWeights 0,0 sum to 0, so no region would be drawn; give them a sum above 0");
    assertThatThrownBy(() -> of(thirds(), "", 0).demand(2))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "latent-couple: the sketch has 3 colors, its background among them, and the prompt has 2 parts; write one part for the background and then one for each color, joined with AND");
    // Fourteen stripes, and one pixel of a fifteenth color.
    Picture rainbow = Picture.black(14, 100);
    for (int i = 0; i < 1400; i++) {
      paint(rainbow, i % 14, i / 14, new int[] {i == 0 ? 200 : i % 14, 0, 0});
    }
    assertThatThrownBy(() -> of(rainbow, "", 0))
        .hasMessage(
            "latent-couple: the sketch has 15 colors, 14 of them in 0.2 % of its pixels or more; paint at most 12 regions, each in one color, on white");
  }

  @Test
  void aColorWithoutACellIsTold() {
    Picture picture = Picture.black(100, 1);
    for (int x = 1; x < 100; x++) {
      paint(picture, x, 0, WHITE);
    }
    assertThatThrownBy(() -> of(picture, "", 0).filters(1, 2))
        .hasMessage(
            "latent-couple: color 1 of the sketch has no cell in a picture of 16x8 pixels; paint it larger");
  }
}
