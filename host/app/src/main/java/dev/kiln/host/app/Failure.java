package dev.kiln.host.app;

import dev.kiln.host.DiskReason;
import dev.kiln.host.OutOfResources;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** The result of a failed command: one sentence on stderr and an exit code. */
final class Failure {
  static final int WRONG_INPUT = 2;
  private static final int BUG = 1;
  static final int INTERRUPTED = 130;

  private Failure() {}

  static int report(Throwable failure, PrintStream err) {
    if (failure instanceof CancellationException) {
      err.println("kiln: stopped");
      return INTERRUPTED;
    }
    if (failure instanceof OutOfMemoryError) {
      err.println(
          "kiln: the Java heap is too small for this; ask for a smaller size or batch, or set"
              + " JAVA_TOOL_OPTIONS=-Xmx8g");
      return WRONG_INPUT;
    }
    Optional<UnsatisfiedLinkError> library = unloadable(failure);
    if (library.isPresent()) {
      err.println(
          "kiln: ONNX Runtime's native library cannot be loaded ("
              + library.get().getMessage()
              + "); set KILN_HOME to a folder from which programs may run, or delete its folder"
              + " native");
      return WRONG_INPUT;
    }
    Optional<String> disk = DiskReason.sentence(failure);
    if (disk.isPresent()) {
      err.println("kiln: " + disk.get());
      return WRONG_INPUT;
    }
    err.println("kiln: " + message(failure));
    if (failure instanceof BadRequest || failure instanceof OutOfResources) {
      return WRONG_INPUT;
    }
    if (Boolean.getBoolean("kiln.debug")) {
      failure.printStackTrace(err);
    } else if (!(failure instanceof PluginProblem)) {
      err.println(
          "kiln: this is a bug; JAVA_TOOL_OPTIONS=-Dkiln.debug=true shows where it happened");
    }
    return BUG;
  }

  private static Optional<UnsatisfiedLinkError> unloadable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnsatisfiedLinkError error) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getName() : message;
  }
}
