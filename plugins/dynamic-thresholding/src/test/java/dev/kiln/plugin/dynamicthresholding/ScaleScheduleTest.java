package dev.kiln.plugin.dynamicthresholding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.spi.BadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A scale of 10 with a minimum of 2, at the start, at three tenths and at the end of a pass: 2 + 8
 * times what the name says, worked out by hand.
 */
class ScaleScheduleTest {
  @ParameterizedTest
  @CsvSource({
    "Constant,         3,   10,     10,     10",
    "Linear Down,      3,   10,     7.6,    2",
    "Cosine Down,      3,   10,     9.1281, 2.0008",
    "Half Cosine Down, 3,   10,     9.6427, 6.3224",
    "Linear Up,        3,   2,      4.4,    10",
    "Cosine Up,        3,   2,      2.8719, 9.9992",
    "Half Cosine Up,   3,   2,      2.3573, 5.6776",
    "Power Up,         3,   2,      2.216,  10",
    "Power Down,       3,   10,     9.784,  2",
    "Linear Repeating, 2.5, 10,     6,      2",
    "Cosine Repeating, 2.5, 10,     6,      2",
    "Sawtooth,         2.5, 2,      8,      6"
  })
  void movesAsItsNameSays(String name, double value, double start, double third, double end) {
    ScaleSchedule schedule = ScaleSchedule.of("cfgMode", name);
    assertThat(schedule.at(0, 10, 2, value)).isCloseTo(start, within(1e-3));
    assertThat(schedule.at(0.3, 10, 2, value)).isCloseTo(third, within(1e-3));
    assertThat(schedule.at(1, 10, 2, value)).isCloseTo(end, within(1e-3));
  }

  @Test
  void theSchedulerValueIsForPowersAndRepeats() {
    assertThat(ScaleSchedule.values())
        .filteredOn(ScaleSchedule::takesValue)
        .extracting(ScaleSchedule::label)
        .containsExactly(
            "Power Up", "Power Down", "Linear Repeating", "Cosine Repeating", "Sawtooth");
  }

  @Test
  void anUnknownNameIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> ScaleSchedule.of("mimicMode", "Sideways"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "dynamic-thresholding: mimicMode is \"Sideways\"; it must be one of: Constant, Linear"
                + " Down, Cosine Down, Half Cosine Down, Linear Up, Cosine Up, Half Cosine Up,"
                + " Power Up, Power Down, Linear Repeating, Cosine Repeating, Sawtooth");
  }
}
