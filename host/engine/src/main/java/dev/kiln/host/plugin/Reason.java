package dev.kiln.host.plugin;

import dev.kiln.host.Printable;
import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import java.util.concurrent.CancellationException;

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

  /** The user's mistake and a stop as they are; anything else with who failed in what. */
  static RuntimeException attributed(Throwable failure, Slot slot, String what) {
    if (failure instanceof BadRequest || failure instanceof CancellationException) {
      return (RuntimeException) failure;
    }
    if (failure instanceof InterruptedException) {
      return new CancellationException("stopped");
    }
    Throwable told = Printable.of(failure);
    return new PluginProblem(
        "plugin '" + slot.plugin().id() + "' failed in " + what + ": " + outermost(told), told);
  }
}
