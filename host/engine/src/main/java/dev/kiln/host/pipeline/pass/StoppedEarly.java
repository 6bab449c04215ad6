package dev.kiln.host.pipeline.pass;

/** Leaves a sampler's loop after an interrupt; the latents hold the last prediction. */
final class StoppedEarly extends RuntimeException {
  StoppedEarly() {
    super("interrupted");
  }
}
