package dev.kiln.host.pipeline.hook;

import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.tensor.Picture;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The facts about a request that all plugins see.
 *
 * @param job its id; empty outside of a generation
 * @param pictures in all passes
 * @param width of the pictures in pixels
 * @param height of the pictures in pixels
 * @param origins what each picture begins with
 * @param model what they see of it
 */
public record RequestFacts(
    String job, int pictures, int width, int height, Origins origins, ModelFacts model) {
  private static final Origins NOISE_ALONE =
      new Origins() {
        @Override
        public long seed(int picture) {
          return 0;
        }

        @Override
        public Optional<Picture> first(int picture) {
          return Optional.empty();
        }
      };

  /** Where networks are planned outside of a request. */
  public static final RequestFacts NONE = outside(0, () -> "");

  /** Where nothing is drawn, but texts are embedded as for pictures of a side. */
  public static RequestFacts outside(int side, Supplier<String> modelHash) {
    ModelFacts model = new ModelFacts((network, shape) -> 0, modelHash);
    return new RequestFacts("", Math.min(1, side), side, side, NOISE_ALONE, model);
  }

  /** What pictures begin with, by their index. */
  public interface Origins {
    long seed(int picture);

    /** The picture that it is drawn of; empty where it is drawn of noise alone. */
    Optional<Picture> first(int picture);
  }

  /**
   * The facts about the model.
   *
   * @param codecBytes estimates the memory of the image codec
   * @param hash reads the model's file if it must
   */
  public record ModelFacts(CodecBytes codecBytes, Supplier<String> hash) {}

  /** How much memory a run takes beside the weights. */
  @FunctionalInterface
  public interface CodecBytes {
    /**
     * @return bytes; 0 for other networks
     */
    long of(NetworkKind network, NetworkShape shape);
  }
}
