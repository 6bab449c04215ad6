package dev.kiln.host;

/**
 * This machine cannot do it now: exit code 2 or HTTP 503, with one sentence that says what helps.
 */
public class OutOfResources extends RuntimeException {
  public OutOfResources(String message) {
    super(message);
  }

  public OutOfResources(String message, Throwable cause) {
    super(message, cause);
  }
}
