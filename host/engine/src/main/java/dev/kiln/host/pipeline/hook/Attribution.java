package dev.kiln.host.pipeline.hook;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.TooLarge;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.StepView;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** Adds plugin id, hook and step to what a hook throws, errors of the JVM among it. */
public final class Attribution {
  private Attribution() {}

  /** The failure of a hook in a step. */
  public static RuntimeException of(Throwable failure, String plugin, String hook, StepView step) {
    return of(failure, plugin, hook + " at step " + (step.step() + 1) + " of " + step.steps());
  }

  /** The failure of a hook; the user's own mistakes and a stop keep their message. */
  public static RuntimeException of(Throwable failure, String plugin, String hook) {
    if (failure instanceof BadRequest
        || failure instanceof CancellationException
        || failure instanceof OutOfResources
        || failure instanceof Attributed) {
      return (RuntimeException) failure;
    }
    String type = failure.getClass().getSimpleName();
    String reason = Objects.requireNonNullElse(failure.getMessage(), type);
    if (failure instanceof OutOfMemoryError) {
      return new TooLarge(
          "the memory does not suffice in plugin '%s', %s (%s); ask for a smaller size or batch, or leave the plugin out"
              .formatted(plugin, hook, reason),
          failure);
    }
    // The message of a class that is missing is its name alone.
    reason = failure instanceof LinkageError ? type + ": " + reason : reason;
    return new Attributed("plugin '" + plugin + "' failed in " + hook + ": " + reason, failure);
  }

  /** A problem that names its plugin already. */
  private static final class Attributed extends PluginProblem {
    Attributed(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
