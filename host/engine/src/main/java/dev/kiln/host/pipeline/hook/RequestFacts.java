package dev.kiln.host.pipeline.hook;

import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.util.function.IntToLongFunction;

/**
 * The facts about a request that all plugins see.
 *
 * @param job its id; empty outside of a generation
 * @param pictures in all passes
 * @param width of the pictures in pixels
 * @param height of the pictures in pixels
 * @param seeds of the pictures, from 0
 * @param codecBytes estimates the memory of the image codec
 */
public record RequestFacts(
    String job,
    int pictures,
    int width,
    int height,
    IntToLongFunction seeds,
    CodecBytes codecBytes) {
  /** Where networks are planned outside of a request. */
  public static final RequestFacts NONE = outside(0);

  /** Where nothing is drawn, but texts are embedded as for pictures of a side. */
  public static RequestFacts outside(int side) {
    return new RequestFacts("", Math.min(1, side), side, side, picture -> 0, (network, shape) -> 0);
  }

  /** How much memory a run takes beside the weights. */
  @FunctionalInterface
  public interface CodecBytes {
    /**
     * @return bytes; 0 for other networks
     */
    long of(NetworkKind network, NetworkShape shape);
  }
}
