package dev.kiln.host.network;

import dev.kiln.spi.graph.Value;

/**
 * Writes layers as operators, in two ways with the same results: what ONNX Runtime runs best, and
 * what torch's exporter writes, as the reference for the first.
 */
public interface LayerOperators {
  /** What ONNX Runtime runs best. */
  LayerOperators TUNED = new TunedOperators();

  /** What {@code optimum} exports with scaled dot product attention at opset 17. */
  LayerOperators EXPORTED = new ExportedOperators();

  /** The version of ONNX's operator set that the operators are of. */
  long operatorSet();

  /**
   * y = x·Wᵀ + b, with W [out, in] as torch keeps it.
   *
   * @param x [batch, tokens, in]
   */
  Value linear(ModuleWriter module, Value x, LinearShape shape);

  /**
   * Normalise groups of channels, scale and shift by channel.
   *
   * @param x [batch, channels, height, width]
   */
  Value groupNorm(ModuleWriter module, Value x, NormShape shape);

  /**
   * Normalise the last axis, scale and shift by channel.
   *
   * @param x [batch, tokens, channels]
   */
  Value layerNorm(ModuleWriter module, Value x, NormShape shape);

  /** x + y, and its layer norm. */
  Residual addAndNorm(ModuleWriter module, Value x, Value y, NormShape shape);

  /** x · sigmoid(x). */
  Value silu(ModuleWriter module, Value x);

  /** x · Phi(x), exactly. */
  Value gelu(ModuleWriter module, Value x);

  /** x · sigmoid(1.702 x), what OpenAI's CLIP has for a gelu. */
  Value quickGelu(ModuleWriter module, Value x);

  /**
   * softmax(q·kᵀ / sqrt(head size)) · v, a head at a time.
   *
   * @param module of the attention
   * @param q [batch, tokens, width]; k and v [batch, other tokens, width]
   * @param shape of the heads
   */
  Value attention(ModuleWriter module, Value q, Value k, Value v, HeadShape shape);

  /** Numbers of inputs and outputs. */
  record LinearShape(int in, int out, boolean bias) {}

  /**
   * @param groups of channels; 1 for a layer norm
   */
  record NormShape(int channels, int groups, float epsilon) {}

  /**
   * @param causal whether a token sees only those before it
   */
  record HeadShape(int width, int heads, boolean causal) {
    /** Channels of one head. */
    public int size() {
      return width / heads;
    }
  }

  /** A sum and its norm. */
  record Residual(Value sum, Value normed) {}
}
