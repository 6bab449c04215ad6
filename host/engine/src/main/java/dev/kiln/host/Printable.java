package dev.kiln.host;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * Failures of plugins, whose own exceptions may fail once more when they are asked for a message.
 */
public final class Printable {
  private Printable() {}

  /** The failure itself, or what says its class where it cannot be written. */
  public static Throwable of(Throwable failure) {
    try {
      // Asks its causes too, as a log does.
      failure.printStackTrace(new PrintWriter(Writer.nullWriter()));
      return failure;
    } catch (Throwable second) {
      Throwable said =
          new IllegalStateException(failure.getClass().getName() + ", which cannot say more");
      said.setStackTrace(failure.getStackTrace());
      return said;
    }
  }
}
