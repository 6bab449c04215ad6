package dev.kiln.host.pipeline;

import java.util.function.IntToLongFunction;

/**
 * What all plugins see of a request alike.
 *
 * @param job its id; empty outside of a generation
 * @param pictures in all passes
 * @param width of the pictures in pixels
 * @param height of the pictures in pixels
 * @param seeds of the pictures, from 0
 */
record RequestFacts(String job, int pictures, int width, int height, IntToLongFunction seeds) {
  /** Where networks are planned outside of a request. */
  static final RequestFacts NONE = new RequestFacts("", 0, 0, 0, picture -> 0);

  static RequestFacts of(String job, Settled settled) {
    return new RequestFacts(
        job, settled.images(), settled.width(), settled.height(), settled::seed);
  }
}
