package dev.kiln.api;

import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * How far a drawing is.
 *
 * @param state where it stands
 * @param ahead drawings that run before it, the running one included; 0 when it runs
 * @param step finished steps of the current batch
 * @param steps steps of a batch
 * @param batch finished batches
 * @param batches all batches
 * @param seconds since it began to run
 * @param preview the latest unfinished picture, small; empty where no plugin makes previews
 */
public record Progress(
    State state,
    int ahead,
    int step,
    int steps,
    int batch,
    int batches,
    double seconds,
    Optional<BufferedImage> preview) {
  /** Where a drawing stands. */
  public enum State {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    /** Whether it is over. */
    public boolean ended() {
      return this != QUEUED && this != RUNNING;
    }
  }

  /** How much of the steps is done, 0 to 1. */
  public double fraction() {
    if (state == State.DONE) {
      return 1;
    }
    double all = (double) steps * batches;
    return all == 0 ? 0 : Math.min(1, (step + (double) batch * steps) / all);
  }
}
