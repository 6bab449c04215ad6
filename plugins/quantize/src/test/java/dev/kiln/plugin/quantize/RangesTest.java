package dev.kiln.plugin.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {
  /** What {@code compute_scale_zp} of ONNX Runtime 1.29 says of uint8, 1e-8. */
  @ParameterizedTest
  @CsvSource({
    "-0.75, 2.25, 0.0117647061, 64",
    "0.2, 5.1, 0.0199999996, 0",
    "-3.25, -0.5, 0.0127450982, 255",
    "-1.5, 1.5, 0.0117647061, 128",
    "0, 0, 1, 0"
  })
  void scaleAndZeroPointAreThoseOfTheReference(float least, float most, float scale, int zero) {
    Range range = Range.NOTHING.with(new Range(least, most));
    assertThat(range.scale()).isCloseTo(scale, within(1e-8f));
    assertThat(range.zero()).isEqualTo(zero);
    Range again = Range.of(range.scale(), range.zero());
    assertThat(again.scale()).isCloseTo(scale, within(1e-8f));
    assertThat(again.zero()).isEqualTo(zero);
  }

  @Test
  void whatWasWrittenIsReadAndWidened() {
    Ranges first =
        new Ranges(new TreeMap<>(Map.of("/a\tb", new Range(-1, 2), "c", new Range(0, 1))));
    assertThat(Ranges.of(first.text())).isEqualTo(first);
    Ranges second =
        new Ranges(new TreeMap<>(Map.of("c", new Range(-3, 0.5f), "d", new Range(0, 4))));
    assertThat(first.with(second).byLayer())
        .containsEntry("/a\tb", new Range(-1, 2))
        .containsEntry("c", new Range(-3, 1))
        .containsEntry("d", new Range(0, 4));
  }
}
