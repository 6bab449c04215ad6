package dev.kiln.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineLimitsTest {
  private static final long GIB = 1L << 30;

  @ParameterizedTest
  @CsvSource({
    "24, 23, 8",
    "24, 15, 8",
    "24, 11, 8",
    "24, 10, 4",
    "16, 14, 8",
    "16, 10, 4",
    "8, 3, 2",
    "8, 2, 1"
  })
  void attentionStaysWithTheMachineWhileOthersTakeMemory(long total, long free, long share) {
    assertThat(EngineLimits.attentionShare(total * GIB, free * GIB)).isEqualTo(share * GIB);
  }

  @Test
  void attentionIsBoundedWhereNobodyKnowsTheMemory() {
    assertThat(EngineLimits.attentionShare(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(1L << 45);
  }
}
