package dev.kiln.host.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageNoiseTest {
  private static final int ROW = 4 * 6 * 5;

  @Test
  void imageOfABatchEqualsItsSeedAlone() {
    ImageNoise batch =
        new ImageNoise(
            List.of(ImageSeed.of(5), new ImageSeed(6, 9, 0.3), ImageSeed.of(7)),
            31,
            SeedResize.NONE);
    ImageNoise alone = new ImageNoise(List.of(new ImageSeed(6, 9, 0.3)), 31, SeedResize.NONE);
    Tensor three = Tensor.zeros(3, 4, 6, 5);
    Tensor one = Tensor.zeros(1, 4, 6, 5);
    batch.first(three);
    alone.first(one);
    assertThat(row(three, 1)).isEqualTo(one.data());
    for (int call = 0; call < 3; call++) {
      batch.next(three);
      alone.next(one);
      assertThat(row(three, 1)).isEqualTo(one.data());
    }
  }

  /** Values of webUI's algorithm; noise.py beside them says how they were made. */
  @Test
  void firstNoiseIsThatOfWebuiForLongSeedsVariationsAndOtherSizes() throws IOException {
    ObjectMapper json = new ObjectMapper();
    for (JsonNode golden : json.readTree(getClass().getResourceAsStream("noise.json"))) {
      ImageSeed seed =
          new ImageSeed(
              golden.get("seed").longValue(),
              golden.get("subseed").longValue(),
              golden.get("strength").doubleValue());
      SeedResize resize =
          new SeedResize(golden.get("height").intValue(), golden.get("width").intValue());
      Tensor out = Tensor.zeros(2, 4, 6, 5);
      new ImageNoise(List.of(ImageSeed.of(1), seed), 0, resize).first(out);
      assertThat(row(out, 1))
          .as(seed + " " + resize)
          .containsExactly(json.convertValue(golden.get("noise"), float[].class), within(2e-6f));
    }
  }

  @Test
  void noiseAfterAResizedFirstIsTheSeedsNextCall() {
    ImageNoise noise = new ImageNoise(List.of(ImageSeed.of(5)), 0, new SeedResize(2, 2));
    ImageNoise plain = new ImageNoise(List.of(ImageSeed.of(5)), 0, SeedResize.NONE);
    Tensor out = Tensor.zeros(1, 4, 6, 5);
    Tensor expected = Tensor.zeros(1, 4, 6, 5);
    noise.first(out);
    plain.first(expected);
    assertThat(out.data()).isNotEqualTo(expected.data());
    noise.next(out);
    plain.next(expected);
    assertThat(out.data()).isEqualTo(expected.data());
  }

  @Test
  void laterNoiseIsTheSeedsNextCall() {
    ImageNoise noise = new ImageNoise(List.of(ImageSeed.of(5)), 0, SeedResize.NONE);
    Tensor out = Tensor.zeros(1, 4, 6, 5);
    Philox philox = new Philox(5);
    float[] expected = new float[ROW];
    noise.first(out);
    philox.fill(expected, 0, ROW);
    assertThat(out.data()).isEqualTo(expected);
    noise.next(out);
    philox.fill(expected, 0, ROW);
    assertThat(out.data()).isEqualTo(expected);
  }

  @Test
  void seedDeltaReseedsAllButTheFirstNoise() {
    ImageNoise noise = new ImageNoise(List.of(ImageSeed.of(5)), 31337, SeedResize.NONE);
    Tensor out = Tensor.zeros(1, 4, 6, 5);
    noise.first(out);
    assertThat(out.data()).isEqualTo(seed(5));
    noise.next(out);
    assertThat(out.data()).isEqualTo(seed(5 + 31337));
  }

  @Test
  void variationOfStrengthOneIsTheVariationsNoise() {
    Tensor out = Tensor.zeros(1, 4, 6, 5);
    new ImageNoise(List.of(new ImageSeed(5, 9, 1)), 0, SeedResize.NONE).first(out);
    float[] expected = seed(9);
    for (int i = 0; i < ROW; i++) {
      assertThat(out.data()[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @Test
  void variationOfTheSameSeedChangesNothing() {
    Tensor out = Tensor.zeros(1, 4, 6, 5);
    new ImageNoise(List.of(new ImageSeed(5, 5, 0.4)), 0, SeedResize.NONE).first(out);
    float[] expected = seed(5);
    for (int i = 0; i < ROW; i++) {
      assertThat(out.data()[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  /** Columns (1, 0) and (0, 2): at right angles, so the weights are cos and sin of the share. */
  @Test
  void variationTurnsEachColumnAlongItsCircle() {
    float[] image = {99, 1, 1, 0, 0};
    float[] other = {0, 0, 2, 2};
    new Slerp(1, 2, 2).turn(image, 1, other, 1.0 / 3);
    float cosine = (float) Math.cos(Math.PI / 6);
    assertThat(image[0]).isEqualTo(99);
    assertThat(image[1]).isCloseTo(cosine, within(1e-6f));
    assertThat(image[2]).isCloseTo(cosine, within(1e-6f));
    assertThat(image[3]).isCloseTo(1, within(1e-6f));
    assertThat(image[4]).isCloseTo(1, within(1e-6f));
  }

  /** webUI's weights for nearly parallel noises: the image's is the strength. */
  @Test
  void nearlyParallelNoisesAreMixedWithWebuisWeights() {
    float[] image = {1, 1};
    new Slerp(1, 2, 1).turn(image, 0, new float[] {3, 3}, 0.25);
    assertThat(image[0]).isCloseTo(0.25f + 0.75f * 3, within(1e-6f));
  }

  @Test
  void aTensorOfAnotherBatchIsRefused() {
    ImageNoise noise = new ImageNoise(List.of(ImageSeed.of(5)), 0, SeedResize.NONE);
    assertThatThrownBy(() -> noise.next(Tensor.zeros(2, 4, 6, 5)))
        .hasMessage("noise for 1 images, asked for Tensor[2, 4, 6, 5]");
  }

  private static float[] seed(long seed) {
    float[] values = new float[ROW];
    new Philox(seed).fill(values, 0, ROW);
    return values;
  }

  private static float[] row(Tensor batch, int image) {
    return Arrays.copyOfRange(batch.data(), image * ROW, (image + 1) * ROW);
  }
}
