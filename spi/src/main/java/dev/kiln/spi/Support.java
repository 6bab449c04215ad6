package dev.kiln.spi;

/**
 * Whether a candidate of a one-winner hook can serve, and why. The reason is shown to the user in
 * {@code kiln plugins} and in the conflict report.
 *
 * @param supported whether it can serve at all
 * @param reason one sentence, without a full stop
 */
@ValueType
public record Support(boolean supported, String reason) {
  public static Support yes(String reason) {
    return new Support(true, reason);
  }

  public static Support no(String reason) {
    return new Support(false, reason);
  }
}
