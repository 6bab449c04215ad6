package dev.kiln.plugin.dynamicthresholding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against {@link DoubleReference}, within 1e-5 where values are of the size of 10. */
class RescalingTest {
  private static final int CHANNELS = 4;
  private static final int CELLS = 63;

  private static float[] random(long seed, double size) {
    Random random = new Random(seed);
    float[] values = new float[2 * CHANNELS * CELLS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (size * random.nextGaussian() + i / CELLS);
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "MEAN, AD, true, 100, 1",
    "MEAN, AD, true, 97.5, 1",
    "MEAN, AD, false, 90, 1",
    "MEAN, AD, true, 0, 0.4",
    "MEAN, STD, true, 95, 1",
    "MEAN, STD, false, 100, 0.7",
    "ZERO, AD, true, 99, 1",
    "ZERO, AD, false, 100, 0.5",
    "ZERO, STD, true, 100, 1",
    "ZERO, STD, false, 100, 1"
  })
  void everySettingIsTheFormula(
      String start, String measure, boolean separate, double percentile, double phi) {
    ThresholdOptions options =
        TestingOptions.with(
            Map.of(
                "scalingStartpoint",
                start,
                "variabilityMeasure",
                measure,
                "separateFeatureChannels",
                separate,
                "thresholdPercentile",
                percentile,
                "interpolatePhi",
                phi));
    float[] guided = random(1, 5);
    float[] mimic = random(2, 2);
    float[] found = guided.clone();
    new Rescaling(options, CHANNELS, CELLS).apply(found, mimic, 1);
    double[][] wanted =
        new DoubleReference(options)
            .of(
                DoubleReference.image(guided, 1, CHANNELS, CELLS),
                DoubleReference.image(mimic, 1, CHANNELS, CELLS));
    for (int c = 0; c < CHANNELS; c++) {
      for (int i = 0; i < CELLS; i++) {
        assertThat((double) found[(CHANNELS + c) * CELLS + i])
            .isCloseTo(wanted[c][i], within(1e-5));
      }
    }
    assertThat(Arrays.copyOf(found, CHANNELS * CELLS))
        .as("the other image")
        .isEqualTo(Arrays.copyOf(guided, CHANNELS * CELLS));
  }

  @ParameterizedTest
  @CsvSource({"MEAN, AD", "MEAN, STD", "ZERO, AD", "ZERO, STD"})
  void aChannelThatDoesNotSpreadStaysAsItIs(String start, String measure) {
    ThresholdOptions options =
        TestingOptions.with(Map.of("scalingStartpoint", start, "variabilityMeasure", measure));
    float[] flat = {3, 3, 3, 3};
    new Rescaling(options, 1, 4).apply(flat, new float[] {1, 1, 1, 1}, 0);
    assertThat(flat).containsExactly(3, 3, 3, 3);
  }

  @Test
  void noValueIsFurtherFromTheMeanThanTheMimicScaleAllows() {
    float[] guided = {-9, 1, 2, 30};
    new Rescaling(TestingOptions.with(Map.of()), 1, 4).apply(guided, new float[] {-2, 0, 0, 2}, 0);
    // The mean is 6, the largest distance 24; that of the mimic is 2.
    assertThat(guided).containsExactly(6 - 15f / 12, 6 - 5f / 12, 6 - 4f / 12, 8);
  }
}
