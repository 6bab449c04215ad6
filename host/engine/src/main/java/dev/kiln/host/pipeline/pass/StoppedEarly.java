package dev.kiln.host.pipeline.pass;

import java.util.concurrent.CancellationException;

/** Leaves a sampler's loop after an interrupt; the latents hold the last prediction. */
final class StoppedEarly extends CancellationException {
  StoppedEarly() {
    super("interrupted");
  }
}
