package dev.kiln.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNamesTest {
  @ParameterizedTest
  @CsvSource({"'','',0", "abc,abc,0", "kitten,sitting,3", "'',abc,3", "euler,eulr,1"})
  void distanceCountsEdits(String a, String b, int edits) {
    assertThat(NearestNames.distance(a, b)).isEqualTo(edits);
  }
}
