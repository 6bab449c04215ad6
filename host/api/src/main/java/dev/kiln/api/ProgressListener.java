package dev.kiln.api;

/**
 * Follows a drawing. Called on a thread of Kiln's, one call after the other, and the drawing waits
 * for it: be quick, and hand on to a thread of your own what is not. What it throws ends the
 * drawing. It may cancel the drawing.
 */
@FunctionalInterface
public interface ProgressListener {
  /** Hears nothing. */
  ProgressListener SILENT = progress -> {};

  /** A step is over, a part of the work began, or there is a new preview. */
  void progress(Progress progress);

  /**
   * A picture is finished; others may follow.
   *
   * @param index counts from 0
   */
  default void picture(int index, Picture picture) {}
}
