package dev.kiln.plugin.controlnet.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.Declared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Maps against those that OpenCV and numpy make of the same picture: {@code reference.py} beside
 * the files has the formulas. At 96 the picture becomes smaller, at 200 larger; neither is a
 * multiple of 64.
 */
class ComputedMapsTest {
  private static final Picture PICTURE = Png.read("picture");

  private static Picture map(
      ControlPreprocessor preprocessor, Picture picture, int resolution, double a, double b) {
    PreprocessorCall call = new PreprocessorCall(picture, null, resolution, a, b);
    return preprocessor.process(Declared.preprocessor(preprocessor).settle(call)).map();
  }

  @ParameterizedTest
  @ValueSource(ints = {96, 200})
  void picturesAreScaledAsOpencvScalesThem(int resolution) {
    Picture scaled = Plane.picture(ScaledPicture.of(PICTURE, resolution).unpadded());
    assertThat(Png.difference(scaled, Png.read("resized-" + resolution))).isLessThanOrEqualTo(1);
  }

  @Test
  void betweenPixelsAsOpencv() {
    Picture scaled = Interpolation.LINEAR.resize(PICTURE, 211, 97);
    assertThat(Png.difference(scaled, Png.read("linear"))).isLessThanOrEqualTo(1);
  }

  /** Of the picture that OpenCV scaled, so that no rounding of the size plays a part. */
  @ParameterizedTest
  @CsvSource({
    "96, canny, 100, 200",
    "200, canny, 100, 200",
    "96, canny-fine, 20, 60",
    "200, canny-fine, 20, 60",
    "200, canny-fine, 60, 20"
  })
  void cannyFindsTheVeryEdgesOfOpencv(int resolution, String name, int low, int high) {
    Picture map = map(new Canny(), Png.read("resized-" + resolution), resolution, low, high);
    assertThat(Png.difference(map, Png.read(name + "-" + resolution))).isZero();
  }

  /** The blurs are sums of floats, which OpenCV adds in another order. */
  @ParameterizedTest
  @ValueSource(ints = {96, 200})
  void linesStrokesAndThresholdsAreThoseOfTheFormulas(int resolution) {
    Picture scaled = Png.read("resized-" + resolution);
    Picture lines = map(new LineartStandard(), scaled, resolution, 0, 0);
    assertThat(Png.difference(lines, Png.read("lineart_standard-" + resolution)))
        .isLessThanOrEqualTo(1);
    Picture strokes = map(new ScribbleXdog(), scaled, resolution, 32, 0);
    assertThat(Png.differing(strokes, Png.read("scribble_xdog-" + resolution), 0))
        .isLessThan(0.001);
    Picture bright = map(new Threshold(), scaled, resolution, 127, 0);
    assertThat(Png.difference(bright, Png.read("threshold-" + resolution))).isZero();
    Picture blurred = map(new BlurGaussian(), scaled, resolution, 9, 0);
    assertThat(Png.difference(blurred, Png.read("blur_gaussian-" + resolution)))
        .isLessThanOrEqualTo(1);
  }

  @Test
  void mapsOfTheOwnSizeAreThoseOfTheFormulas() {
    assertThat(
            Png.difference(
                map(new TileResample(), PICTURE, 512, 1.7, 0), Png.read("tile_resample")))
        .isLessThanOrEqualTo(1);
    assertThat(
            Png.difference(
                map(new Recolor.Luminance(), PICTURE, 512, 0.8, 0), Png.read("recolor_luminance")))
        // OpenCV computes Lab in whole numbers: one off there is two behind the gamma.
        .isLessThanOrEqualTo(2);
    assertThat(
            Png.difference(
                map(new Recolor.Intensity(), PICTURE, 512, 1, 0), Png.read("recolor_intensity")))
        .isZero();
  }

  @Test
  void invertTurnsColorsRoundAndNoneLeavesThem() {
    Picture inverted = map(new Invert(), PICTURE, 512, 0, 0);
    assertThat(inverted.at(3, 4, 1)).isEqualTo(255 - PICTURE.at(3, 4, 1));
    assertThat(Png.difference(map(new Invert(), inverted, 512, 0, 0), PICTURE)).isZero();
    assertThat(map(new Ready(), PICTURE, 512, 0, 0)).isSameAs(PICTURE);
  }

  @Test
  void whatIsClearBecomesWhite() {
    Picture clear = new Picture(1, 1, new byte[] {10, 20, 30, 0});
    Picture half = new Picture(1, 1, new byte[] {100, 0, (byte) 200, (byte) 128});
    assertThat(map(new TileResample(), clear, 0, 1, 0).rgba()).containsOnly((byte) 255);
    assertThat(map(new TileResample(), half, 0, 1, 0).rgba())
        .containsExactly((byte) 177, (byte) 127, (byte) 227, (byte) 255);
  }

  @Test
  void shuffleMovesColorsAndTheSameWayEachTime() {
    Picture map = map(new Shuffle(), PICTURE, 300, 0, 0);
    assertThat(Png.difference(map(new Shuffle(), PICTURE, 300, 0, 0), map)).isZero();
    assertThat(map.height()).isEqualTo(300);
    Picture scaled = Plane.picture(ScaledPicture.of(PICTURE, 300).unpadded());
    assertThat(Png.differing(map, scaled, 16)).isGreaterThan(0.3);
    // No color that was not there: each is between four neighbors.
    assertThat(darkest(map)).isGreaterThanOrEqualTo(darkest(scaled));
  }

  private static int darkest(Picture picture) {
    int darkest = 255;
    for (int i = 1; i < picture.rgba().length; i += 4) {
      darkest = Math.min(darkest, picture.rgba()[i] & 0xff);
    }
    return darkest;
  }

  @Test
  void stripThatWouldBecomeHugeIsRefused() {
    assertThatThrownBy(() -> map(new Canny(), Picture.black(2, 40), 512, 100, 200))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "a picture of 2x40 at a resolution of 512 would be 512x10240; it may be 8192 at most:"
                + " cut it or choose a lower resolution");
  }
}
