package dev.kiln.host.pipeline.hook;

import dev.kiln.spi.tensor.Picture;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/**
 * The facts about a request that all plugins see.
 *
 * @param job its id; empty outside of a generation
 * @param pictures in all passes
 * @param width of the pictures in pixels
 * @param height of the pictures in pixels
 * @param seeds of the pictures, from 0
 * @param first what each of the pictures begins with
 */
public record RequestFacts(
    String job,
    int pictures,
    int width,
    int height,
    IntToLongFunction seeds,
    IntFunction<Optional<Picture>> first) {
  /** Where networks are planned outside of a request. */
  public static final RequestFacts NONE = of(0, 0);

  /** One picture from noise, outside of a generation. */
  public static RequestFacts of(int pictures, int side) {
    return new RequestFacts("", pictures, side, side, picture -> 0, picture -> Optional.empty());
  }
}
