package dev.kiln.plugin.upscaleronnx.extras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  private static final Picture PICTURE = Picture.black(100, 75);

  @Test
  void aFactorLosesNoPixelToItsLastDigit() {
    assertThat(Target.times(PICTURE, 1.1)).isEqualTo(new Target(110, 82));
    assertThat(Target.times(PICTURE, 0.001)).isEqualTo(new Target(1, 1));
  }

  @Test
  void webuiGoesDownToAMultipleOf8() {
    assertThat(Target.timesInEights(PICTURE, 2)).isEqualTo(new Target(200, 144));
    assertThat(Target.timesInEights(PICTURE, 0.08)).isEqualTo(new Target(8, 6));
  }

  @Test
  void aSizeIsCoveredInThePicturesProportions() {
    assertThat(Target.covering(PICTURE, 512, 512)).isEqualTo(new Target(682, 512));
    assertThat(Target.covering(PICTURE, 30, 90)).isEqualTo(new Target(120, 90));
  }

  @Test
  void aSizeIsReadAsItIsTyped() {
    assertThat(Target.parse(" 1024X768 ")).isEqualTo(new Target(1024, 768));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1024", "x", "0x5", "5x0", "-3x4", "1e3x4", "123456x1", "4 x 4"})
  void anotherTextIsRefused(String text) {
    assertThatThrownBy(() -> Target.parse(text))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the size \"" + text + "\" is not one like 1024x768");
  }
}
