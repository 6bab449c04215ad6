package dev.kiln.spi.testkit;

/**
 * What the host lends a hook for one call: it throws once the call is over, as the contract says,
 * and it knows what happened while the hook had handed on. The host's own is one object that is
 * always valid: keeping it would go unnoticed until it gives the data of another step.
 */
abstract class Watched<T> {
  private final T lent;
  private final String rule;
  private int proceeds;
  private String variant = "";
  private long bytesBelow;
  private boolean stale;

  /**
   * @param rule what it is and when it is valid
   */
  Watched(T lent, String rule) {
    this.lent = lent;
    this.rule = rule;
  }

  T valid() {
    if (stale) {
      throw new IllegalStateException(
          "a " + rule + " alone; this one was kept, copy what you need");
    }
    return lent;
  }

  void end() {
    stale = true;
  }

  int proceeds() {
    return proceeds;
  }

  void proceeding() {
    proceeding("");
  }

  /** It hands on, and asks for a variant of the network. */
  void proceeding(String name) {
    proceeds++;
    variant = name;
  }

  /** Which variant it asked for last; empty for the whole network. */
  String variant() {
    return variant;
  }

  /** What was allocated further in. */
  long bytesBelow() {
    return bytesBelow;
  }

  /**
   * The hook is back from further in.
   *
   * @param before {@link HeapBytes} when it handed on
   */
  void backSince(long before) {
    bytesBelow += HeapBytes.ofThisThread() - before;
  }
}
