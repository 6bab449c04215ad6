package dev.kiln.spi;

/**
 * What the user asked for cannot be done. The message is the whole answer: one sentence that says
 * what was found, what was expected and what to do. It ends as exit code 2 or HTTP 422, never as a
 * stack trace.
 */
@ValueType
public class BadRequest extends RuntimeException {
  public BadRequest(String message) {
    super(message);
  }

  public BadRequest(String message, Throwable cause) {
    super(message, cause);
  }
}
