package dev.kiln.plugin.fast.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.tensor.Picture;
import org.junit.jupiter.api.Test;

class SceneTest {
  private static final int PERSON = 0x96053d;
  private static final int GRASS = 0x04fa07;

  /** Of 100 pixels, so many of the last color and the rest of the first. */
  private static Picture map(int first, int last, int count) {
    Picture map = Picture.black(10, 10);
    for (int i = 0; i < 100; i++) {
      int color = i < 100 - count ? first : last;
      map.rgba()[4 * i] = (byte) (color >> 16);
      map.rgba()[4 * i + 1] = (byte) (color >> 8);
      map.rgba()[4 * i + 2] = (byte) color;
    }
    return map;
  }

  @Test
  void aClassIsThereWithTwoPercentOfTheMap() {
    Scene scene = Scene.of(1);
    assertThat(scene.prompt()).isEqualTo("a girl with long red hair, meadow, day");
    assertThat(scene.agreement(map(GRASS, PERSON, 2))).isEqualTo(1);
    assertThat(scene.agreement(map(GRASS, PERSON, 1))).isEqualTo(0.5);
    assertThat(scene.agreement(map(0, 0, 0))).isZero();
  }

  @Test
  void seedsHaveFourPromptsInTurns() {
    assertThat(Scene.of(5)).isEqualTo(Scene.of(1));
    assertThat(Scene.of(2)).isNotEqualTo(Scene.of(1));
    assertThat(Scene.of(4).prompt()).startsWith("mountain, snow");
  }
}
