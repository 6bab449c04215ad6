package dev.kiln.plugin.deepcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeStepsTest {
  /** What Python's complex numbers make of DeepCache's formula, its power lowered by 0.02. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50|5|0 5 9 13 17 21 26 31 37 43",
        "50|3|0 3 6 8 11 13 15 17 20 22 25 28 32 35 38 42 46",
        "50|10|0 9 17 26 37",
        "20|3|0 3 5 7 10 13 16",
        "20|2|0 2 4 6 7 8 10 12 15 17",
        "20|10|0 8",
        "12|3|0 3 5 8"
      })
  void centredStepsAreDeepCaches(int steps, int interval, String wanted) {
    assertThat(whole(steps, new DeepCacheOptions(interval, 0, Spacing.CENTRED, 0.3)))
        .isEqualTo(wanted);
  }

  @Test
  void uniformStepsAreTheFirstOfEachInterval() {
    DeepCacheOptions options = new DeepCacheOptions(3, 0, Spacing.UNIFORM, 0.3);
    assertThat(whole(10, options)).isEqualTo("0 3 6 9");
    assertThat(WholeSteps.of(options, 10).has(12)).isTrue();
    assertThat(WholeSteps.of(options, 10).has(13)).isFalse();
  }

  private static String whole(int steps, DeepCacheOptions options) {
    WholeSteps whole = WholeSteps.of(options, steps);
    return IntStream.range(0, steps)
        .filter(whole::has)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }
}
