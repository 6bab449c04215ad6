package dev.kiln.host;

/** The request needs more memory than there is; a smaller one can be met: HTTP 422. */
public final class TooLarge extends OutOfResources {
  public TooLarge(String message) {
    super(message);
  }

  public TooLarge(String message, Throwable cause) {
    super(message, cause);
  }
}
