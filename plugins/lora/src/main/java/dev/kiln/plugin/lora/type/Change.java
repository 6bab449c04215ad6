package dev.kiln.plugin.lora.type;

import java.util.Optional;

/**
 * A change of one layer's weights: W' = W + m·s·U, where the user gives m and the file s and U.
 * Weights are in torch's order, [outputs, inputs, height, width]. Safe from any thread.
 */
public interface Change {
  /** Whether it was trained for a layer of that shape. */
  boolean fits(LayerShape layer);

  /** The shape that it was trained for, as torch writes it. */
  String shape();

  /**
   * s·U of a layer that it fits.
   *
   * @param weights W, which stays as it is
   */
  float[] delta(float[] weights, LayerShape layer);

  /** s·U as a product of two small matrices, where it is one that does not depend on W. */
  default Optional<Factors> factors() {
    return Optional.empty();
  }
}
