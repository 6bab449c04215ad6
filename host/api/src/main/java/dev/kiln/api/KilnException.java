package dev.kiln.api;

/**
 * A request was refused or failed. The message is a sentence for the user: what was found, what was
 * expected and what to do.
 */
public class KilnException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why; what programs decide by. */
  public enum Reason {
    /** The request or the options are wrong: the same again fails again. */
    BAD_REQUEST,
    /** Too many requests wait. Later the same may succeed. */
    QUEUE_FULL,
    /** Memory or disk did not suffice, or another process measures: less, or later, may succeed. */
    OUT_OF_RESOURCES,
    /** A plugin failed. */
    PLUGIN_PROBLEM,
    /** The {@link Kiln} was closed. */
    CLOSED,
    /** The host cannot be reached; of clients alone. */
    UNREACHABLE,
    /** A fault of Kiln; the log says more. */
    INTERNAL_ERROR
  }

  private final Reason reason;

  public KilnException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public KilnException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
