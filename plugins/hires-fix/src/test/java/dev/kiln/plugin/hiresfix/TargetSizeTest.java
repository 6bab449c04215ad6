package dev.kiln.plugin.hiresfix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetSizeTest {
  static HiresOptions options(double scale, int width, int height) {
    return new HiresOptions(true, scale, width, height, "Latent", 0, 0.5, "", "", 0, "", "", "");
  }

  /** As webUI's calculate_target_resolution. */
  @ParameterizedTest
  @CsvSource({
    "512, 512, 2, 0, 0, 128, 128, 0, 0",
    "512, 768, 1.5, 0, 0, 96, 144, 0, 0",
    "512, 512, 1.3, 0, 0, 83, 83, 0, 0",
    "512, 768, 2, 1024, 0, 128, 192, 0, 0",
    "512, 768, 2, 0, 1024, 85, 128, 0, 0",
    "512, 512, 2, 1024, 768, 128, 128, 0, 32",
    "512, 512, 2, 768, 1024, 128, 128, 32, 0",
    "768, 512, 2, 1024, 1024, 192, 128, 64, 0",
    "512, 512, 2, 1024, 1024, 128, 128, 0, 0"
  })
  void itIsWebuis(
      int width,
      int height,
      double scale,
      int wantedWidth,
      int wantedHeight,
      int columns,
      int rows,
      int cutColumns,
      int cutRows) {
    assertThat(TargetSize.of(width, height, options(scale, wantedWidth, wantedHeight)))
        .isEqualTo(new TargetSize(columns, rows, cutColumns, cutRows));
  }

  @Test
  void theMiddleIsLeft() {
    TargetSize target = new TargetSize(4, 5, 1, 3);
    float[] values = new float[2 * 20];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Tensor cut = Cut.latents(Tensor.of(values, 1, 2, 5, 4), target);
    assertThat(cut.shape()).containsExactly(1, 2, 2, 3);
    assertThat(cut.data()).containsExactly(4, 5, 6, 8, 9, 10, 24, 25, 26, 28, 29, 30);

    Picture picture = Picture.black(32, 40);
    picture.set(0, 8, 1, 2, 3);
    picture.set(23, 23, 4, 5, 6);
    Picture small = Cut.picture(picture, target);
    assertThat(small.width()).isEqualTo(24);
    assertThat(small.height()).isEqualTo(16);
    assertThat(small.at(0, 0, 2)).isEqualTo(3);
    assertThat(small.at(23, 15, 0)).isEqualTo(4);
  }
}
