package dev.kiln.host.pipeline.hook;

import java.util.function.IntToLongFunction;

/**
 * The facts about a request that all plugins see.
 *
 * @param job its id; empty outside of a generation
 * @param pictures in all passes
 * @param width of the pictures in pixels
 * @param height of the pictures in pixels
 * @param seeds of the pictures, from 0
 */
public record RequestFacts(
    String job, int pictures, int width, int height, IntToLongFunction seeds) {
  /** Where networks are planned outside of a request. */
  public static final RequestFacts NONE = new RequestFacts("", 0, 0, 0, picture -> 0);
}
