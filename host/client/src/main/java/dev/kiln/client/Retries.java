package dev.kiln.client;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** When a host that is busy is asked again. For one question; not thread-safe. */
final class Retries {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Instant end;
  private Duration next = FIRST;

  Retries(Duration patience) {
    end = Instant.now().plus(patience);
  }

  /**
   * How long to wait now: as the host says, but no longer than the patience lasts, whose end asks
   * once more; empty when that is over.
   *
   * @param retryAfter the header: seconds, or a date of HTTP
   */
  Optional<Duration> again(Optional<String> retryAfter) {
    Instant now = Instant.now();
    Duration wait = retryAfter.flatMap(text -> told(text, now)).orElseGet(this::usual);
    Duration left = Duration.between(now, end);
    if (left.isNegative() || left.isZero()) {
      return Optional.empty();
    }
    return Optional.of(wait.compareTo(left) < 0 ? wait : left);
  }

  private Duration usual() {
    Duration wait = next;
    next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
    return wait;
  }

  private static Optional<Duration> told(String text, Instant now) {
    String value = text.strip();
    if (value.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }
}
