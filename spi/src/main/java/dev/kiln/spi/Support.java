package dev.kiln.spi;

/**
 * Whether a candidate of a one-winner hook can serve, how strongly it recommends itself, and why.
 * The reason is shown to the user in {@code kiln plugins} and in the conflict report.
 *
 * @param supported whether it can serve at all
 * @param rank the highest rank wins; equal ranks are a conflict that the request must settle
 * @param reason one sentence, without a full stop
 */
@ValueType
public record Support(boolean supported, int rank, String reason) {
  public static Support yes(int rank, String reason) {
    return new Support(true, rank, reason);
  }

  public static Support no(String reason) {
    return new Support(false, 0, reason);
  }
}
