package dev.kiln.host.embedded;

import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import dev.kiln.host.DiskReason;
import dev.kiln.host.OutOfResources;
import dev.kiln.host.job.QueueClosed;
import dev.kiln.host.job.QueueFull;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What a program is told of a failure.
 *
 * @param words in which
 */
record Failures(ProgramWords words) {
  /**
   * @return a KilnException, or a CancellationException as it is
   */
  RuntimeException of(@Nullable Throwable problem) {
    if (problem instanceof CompletionException wrapped && wrapped.getCause() != null) {
      return of(wrapped.getCause());
    } else if (problem instanceof CancellationException stopped) {
      return stopped;
    } else if (problem instanceof KilnException known) {
      return known;
    }
    Reason reason = reason(problem);
    return new KilnException(reason, words.of(sentence(reason, problem)), problem);
  }

  private static Reason reason(@Nullable Throwable problem) {
    if (problem instanceof BadRequest) {
      return Reason.BAD_REQUEST;
    } else if (problem instanceof QueueFull) {
      return Reason.QUEUE_FULL;
    } else if (problem instanceof QueueClosed) {
      return Reason.CLOSED;
    } else if (problem instanceof OutOfResources || problem instanceof OutOfMemoryError) {
      return Reason.OUT_OF_RESOURCES;
    }
    return problem instanceof PluginProblem ? Reason.PLUGIN_PROBLEM : Reason.INTERNAL_ERROR;
  }

  private static String sentence(Reason reason, @Nullable Throwable problem) {
    if (problem instanceof OutOfMemoryError) {
      return "the Java heap is too small for this; ask for less at once, or start the program with"
          + " a larger -Xmx";
    } else if (reason == Reason.CLOSED) {
      return "this Kiln was closed; open another one";
    } else if (problem != null && reason != Reason.INTERNAL_ERROR) {
      return problem.getMessage();
    }
    return DiskReason.sentence(problem)
        .orElse("this is a fault of Kiln (" + problem + "); the log says more");
  }
}
