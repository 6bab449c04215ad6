package dev.kiln.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetriesTest {
  @Test
  void withoutAWordOfTheHostTheWaitDoublesUpToTenSeconds() {
    Retries retries = new Retries(Duration.ofHours(1));
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      waits.add(retries.again(Optional.empty()).orElseThrow().toMillis());
    }
    assertThat(waits).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 10000L, 10000L);
  }

  @Test
  void theHostSaysSecondsOrADate() {
    Retries retries = new Retries(Duration.ofHours(1));
    assertThat(retries.again(Optional.of("7"))).contains(Duration.ofSeconds(7));
    ZonedDateTime soon = ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(5);
    assertThat(retries.again(Optional.of(soon.format(DateTimeFormatter.RFC_1123_DATE_TIME))))
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5)));
    assertThat(retries.again(Optional.of("Tue, 01 Dec 2020 00:00:00 GMT"))).contains(Duration.ZERO);
    assertThat(retries.again(Optional.of("later"))).contains(Duration.ofMillis(500));
  }

  @Test
  void aWaitEndsWithThePatience() {
    assertThat(new Retries(Duration.ofSeconds(5)).again(Optional.of("6")))
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5)));
    assertThat(new Retries(Duration.ZERO).again(Optional.empty())).isEmpty();
  }
}
