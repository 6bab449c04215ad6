package dev.kiln.host.job;

import dev.kiln.host.DiskReason;
import dev.kiln.host.OutOfResources;
import dev.kiln.host.TooLarge;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * What a job may fail with. The exception that a generation throws is not kept: its stack and its
 * causes would keep the classes of removed plugins in memory. A kind and a message say as much, and
 * can be written down.
 */
public enum FailureKind {
  BAD_REQUEST(BadRequest.class, BadRequest::new),
  TOO_LARGE(TooLarge.class, TooLarge::new),
  OUT_OF_RESOURCES(OutOfResources.class, OutOfResources::new),
  PLUGIN_PROBLEM(PluginProblem.class, PluginProblem::new),
  CANCELLED(CancellationException.class, CancellationException::new),
  GIVEN_UP(GivenUp.class, GivenUp::new),
  /** The message is what the exception says of itself. */
  FAULT(JobFailure.class, JobFailure::new);

  private final Class<? extends RuntimeException> type;
  private final Function<String, RuntimeException> maker;

  <T extends RuntimeException> FailureKind(Class<T> type, Function<String, T> maker) {
    this.type = type;
    this.maker = maker::apply;
  }

  /** The kind of what {@link #kept} gave. */
  public static FailureKind of(RuntimeException kept) {
    return Arrays.stream(values())
        .filter(kind -> kind.type.isInstance(kept))
        .findFirst()
        .orElse(FAULT);
  }

  /** A failure of this kind, without a stack. */
  public RuntimeException failure(String message) {
    RuntimeException failure = maker.apply(message);
    failure.setStackTrace(new StackTraceElement[0]);
    return failure;
  }

  /**
   * The same failure with its message alone. What the system refuses is no fault of Kiln, whatever
   * it was to be done for.
   */
  static RuntimeException kept(Throwable problem) {
    for (FailureKind kind : values()) {
      if (kind.type.isInstance(problem)) {
        return kind.failure(problem.getMessage());
      }
    }
    return DiskReason.sentence(problem)
        .map(OUT_OF_RESOURCES::failure)
        .orElseGet(() -> FAULT.failure(problem.toString()));
  }
}
