package dev.kiln.plugin.stepcache;

import dev.kiln.spi.generate.DenoiseCall;

/**
 * A method: it decides whether an evaluation can be skipped and predicts what it would have been.
 * One object per pass; it allocates nothing in a step.
 */
interface Forecast {
  /** What it knows of rows. */
  KnownRows<?> rows();

  /** An evaluation is due, whose known rows are found. */
  default void arrives(DenoiseCall call) {}

  /** Whether it can be skipped. All of its rows are known. */
  boolean skips(DenoiseCall call);

  /** Fill in the prediction of each row. All of them are known. */
  void predict(DenoiseCall call);

  /** Keep what the network predicted. All of its rows are claimed. */
  void keep(DenoiseCall call);
}
