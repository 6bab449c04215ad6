package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.ValueType;
import java.util.List;

/**
 * Times networks on this machine, layer by layer. Safe from any thread; one run at a time, and none
 * while a picture is made, as in {@link AttentionLab}.
 */
@ProvidedByHost
public interface NetworkProfiles {
  /**
   * Time evaluations of a model's UNet with prompt and negative prompt.
   *
   * @param model name or path; empty for the default model
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   * @param attention an optimizer's name or {@link AttentionLab#UNTOUCHED}
   * @param seconds how long runs are repeated; there are three at least
   * @throws dev.kiln.spi.BadRequest when there is no such model, or no memory for it
   */
  Profile unet(String model, int width, int height, String attention, double seconds);

  /**
   * Time a block of random weights.
   *
   * @throws dev.kiln.spi.BadRequest when it has no such size, or there is no memory for it
   */
  Profile block(Block block, String attention, double seconds);

  /** Time one product of two square matrices: the most that this machine's products reach. */
  Profile product(int size, double seconds);

  /** Parts of networks as they are published. */
  enum Kind {
    /** Self attention with its four projections. */
    ATTENTION,
    /** Stable Diffusion's: self attention, cross attention to 77 tokens, gated feed-forward. */
    TRANSFORMER,
    /**
     * Swin (Liu et al., arXiv 2103.14030): attention in windows of 8x8 tokens, feed-forward;
     * without its position bias.
     */
    SWIN,
    /** MetaFormer with pooling (Yu et al., arXiv 2111.11418): pooling of 3x3, feed-forward. */
    METAFORMER,
    /** Stable Diffusion's convolutions: two of 3x3 with norms and activations. */
    RESNET
  }

  /**
   * The size of a block: its width is heads · headSize.
   *
   * @param rows pictures or conditions at once
   * @param tokens a square number: the positions of a square picture
   */
  @ValueType
  record Block(Kind kind, int rows, int tokens, int heads, int headSize) {}

  /** Kinds of layers, by what they compute. */
  enum LayerKind {
    CONVOLUTION,
    LINEAR,
    ATTENTION,
    NORM,
    REST
  }

  /**
   * What was measured.
   *
   * @param seconds of each run, the first ones, in which memory is found, left out
   * @param layers in the order in which they run
   */
  @ValueType
  record Profile(List<Double> seconds, List<Layer> layers) {
    public Profile {
      seconds = List.copyOf(seconds);
      layers = List.copyOf(layers);
    }
  }

  /**
   * An operator as the runtime ran it, fused with others perhaps.
   *
   * @param operator as the runtime calls it
   * @param seconds of a run, the mean of all
   * @param operations on floating point numbers in a run, a multiplication and an addition being
   *     two; 0 where they are not worth counting
   */
  @ValueType
  record Layer(String name, String operator, LayerKind kind, double seconds, double operations) {}
}
