package dev.kiln.host.plugin;

/** Why something failed, in one sentence. */
final class Reason {
  private Reason() {}

  /** What failed first: for a container, whose own exceptions only wrap it. */
  static String of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause instanceof ClassNotFoundException
        ? "the class "
            + cause.getMessage()
            + " is neither in the jar nor in the SPI; bundle it if it is a library's"
        : outermost(cause);
  }

  /** What the one who threw it last says. */
  static String outermost(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() || failure instanceof LinkageError
        ? failure.toString()
        : message.lines().findFirst().orElse(message);
  }
}
