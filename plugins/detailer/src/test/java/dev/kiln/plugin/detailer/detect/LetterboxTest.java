package dev.kiln.plugin.detailer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.plugin.detailer.mask.Box;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures for detectors against ultralytics' LetterBox in OpenCV. */
class LetterboxTest {
  /** OpenCV rounds its weights to 11 bits, so a color may be the next one. */
  private static final double ONE_COLOR = 1.01 / 255;

  @ParameterizedTest
  @CsvSource({"letterbox-square, 64, 64, 640", "letterbox-free, 0, 0, 128"})
  void picturesAreThoseOfOpencv(String name, int width, int height, int longest) {
    Picture picture = TestingDetectors.picture(LetterboxTest.class, "picture");
    Tensor expected = TestingDetectors.picture(LetterboxTest.class, name).toTensor();
    Letterbox letterbox = Letterbox.of(picture, width, height, longest);
    Tensor tensor = letterbox.tensor(picture);
    assertThat(tensor.shape()).containsExactly(1, 3, expected.dim(1), expected.dim(2));
    double sum = 0;
    for (int i = 0; i < tensor.size(); i++) {
      double difference = Math.abs(tensor.data()[i] - expected.data()[i]);
      assertThat(difference).as("value %d", i).isLessThan(ONE_COLOR);
      sum += difference;
    }
    assertThat(sum / tensor.size()).isLessThan(0.1 / 255);
  }

  @Test
  void boxesComeBackToWhereTheyAreInThePicture() {
    Picture picture = Picture.black(96, 48);
    Letterbox letterbox = Letterbox.of(picture, 64, 64, 640);
    assertThat(letterbox.inPicture(new Box(0, 16, 32, 32, 0.5, 2), picture))
        .isEqualTo(new Box(0, 0, 48, 24, 0.5, 2));
    assertThat(letterbox.inPicture(new Box(-8, 0, 70, 60, 0.5, 2), picture))
        .as("cut off at the picture")
        .isEqualTo(new Box(0, 0, 96, 48, 0.5, 2));
  }

  @Test
  void aLineOfPixelsStaysALine() {
    Picture line = Picture.black(1, 2000);
    assertThat(Letterbox.of(line, 0, 0, 640).tensor(line).shape()).containsExactly(1, 3, 640, 32);
  }
}
