package dev.kiln.host.tuning;

/** What is left for trials that belong together. For one thread. */
final class Allowance {
  private final long bytes;
  private long nanos;

  /**
   * @param nanos for all trials together
   * @param bytes for each
   */
  Allowance(long nanos, long bytes) {
    this.nanos = nanos;
    this.bytes = bytes;
  }

  /** For who asked for the trials, and waits. */
  static Allowance unlimited() {
    return new Allowance(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** Bytes that one trial may take. */
  long bytes() {
    return bytes;
  }

  /**
   * @throws BudgetSpent when no time is left
   */
  void demandTime() {
    if (nanos <= 0) {
      throw new BudgetSpent();
    }
  }

  void took(long time) {
    nanos -= time;
  }
}
