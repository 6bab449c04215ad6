package dev.kiln.host.job;

import dev.kiln.host.job.Job.State;
import dev.kiln.host.request.GenerationResult;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** How a job ended: exactly one of the two is there. */
public record Outcome(@Nullable GenerationResult result, @Nullable RuntimeException problem) {
  State state() {
    if (result != null) {
      return State.DONE;
    }
    return problem instanceof CancellationException ? State.CANCELLED : State.FAILED;
  }

  /** Memory of the pictures that were made. */
  long bytes() {
    return result == null
        ? 0
        : result.images().stream().mapToLong(image -> image.rgb().length).sum()
            + result.pictures().values().stream().mapToLong(it -> it.rgba().length).sum();
  }
}
