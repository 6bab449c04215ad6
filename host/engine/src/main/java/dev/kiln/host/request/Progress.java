package dev.kiln.host.request;

import dev.kiln.spi.tensor.Picture;

/** Receives the progress of a generation, on the generation's own thread. */
public interface Progress {
  Progress SILENT = new Progress() {};

  /** A stage begins: "conditioning", "denoise", "redraw" by a plugin, "decode". */
  default void stage(String name, int batch, int batches) {}

  /** A sampling step of the current batch is over; {@code step} counts from 1. */
  default void step(int step, int steps) {}

  /** A picture is finished; the first one has index 0. */
  default void image(int index, GeneratedImage image) {}

  /** A plugin shows an unfinished picture. */
  default void preview(Picture picture) {}
}
