package dev.kiln.host.job;

import dev.kiln.host.DiskReason;
import dev.kiln.host.OutOfResources;
import dev.kiln.host.TooLarge;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import java.util.concurrent.CancellationException;

/**
 * A failure of an unknown kind as text. The exception that a generation throws is not kept: its
 * stack and its causes would keep the classes of removed plugins in memory.
 */
final class JobFailure extends RuntimeException {
  private final String text;

  private JobFailure(String text) {
    super(text);
    this.text = text;
  }

  /** The same kind of failure with its message alone. */
  static RuntimeException of(Throwable problem) {
    String message = problem.getMessage();
    RuntimeException kept =
        problem instanceof BadRequest
            ? new BadRequest(message)
            : problem instanceof TooLarge
                ? new TooLarge(message)
                : problem instanceof OutOfResources
                    ? new OutOfResources(message)
                    : problem instanceof PluginProblem
                        ? new PluginProblem(message)
                        : problem instanceof CancellationException
                            ? new CancellationException(message)
                            : unknown(problem);
    kept.setStackTrace(new StackTraceElement[0]);
    return kept;
  }

  /** What the system refuses is no fault of Kiln, whatever it was to be done for. */
  private static RuntimeException unknown(Throwable problem) {
    return DiskReason.sentence(problem)
        .<RuntimeException>map(OutOfResources::new)
        .orElseGet(() -> new JobFailure(problem.toString()));
  }

  @Override
  public String toString() {
    return text;
  }
}
