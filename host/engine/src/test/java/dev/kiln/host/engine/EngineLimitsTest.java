package dev.kiln.host.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.util.OptionalDouble;
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

  @Test
  void modelMemoryMayBeNothingButNotLess() {
    assertThat(withModelMemory(0).residents().bytes()).isZero();
    assertThatThrownBy(() -> withModelMemory(-1).residents())
        .isInstanceOf(BadRequest.class)
        .hasMessage("model memory is -1.0 GB; it must be 0 or more");
  }

  private static EngineLimits withModelMemory(double gigabytes) {
    OptionalDouble none = OptionalDouble.empty();
    return new EngineLimits(3, OptionalDouble.of(gigabytes), none, none, 30);
  }
}
