package dev.kiln.host.http;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.TooLarge;
import dev.kiln.host.job.QueueFull;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import java.util.concurrent.CancellationException;

/**
 * What an error's {@code error} field says, beside webUI's {@code HTTPException}. Clients compare
 * these words, so they are no names of classes.
 */
enum ErrorKind {
  BAD_REQUEST("BadRequest", 422),
  TOO_LARGE("TooLarge", 422),
  INTERRUPTED("Interrupted", 409),
  QUEUE_FULL("QueueFull", 429),
  OUT_OF_RESOURCES("OutOfResources", 503),
  PLUGIN_PROBLEM("PluginProblem", 500),
  INTERNAL_ERROR("InternalError", 500);

  private final String word;
  private final int status;

  ErrorKind(String word, int status) {
    this.word = word;
    this.status = status;
  }

  static ErrorKind of(Throwable problem) {
    if (problem instanceof BadRequest) {
      return BAD_REQUEST;
    } else if (problem instanceof TooLarge) {
      return TOO_LARGE;
    } else if (problem instanceof CancellationException) {
      return INTERRUPTED;
    } else if (problem instanceof QueueFull) {
      return QUEUE_FULL;
    } else if (problem instanceof OutOfResources || problem instanceof OutOfMemoryError) {
      return OUT_OF_RESOURCES;
    }
    return problem instanceof PluginProblem ? PLUGIN_PROBLEM : INTERNAL_ERROR;
  }

  String word() {
    return word;
  }

  /** Of HTTP. */
  int status() {
    return status;
  }
}
