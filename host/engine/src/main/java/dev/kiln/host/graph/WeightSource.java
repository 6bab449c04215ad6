package dev.kiln.host.graph;

/** Gives a network's parameters by the names that torch's state dict has for them. */
public interface WeightSource {
  /**
   * A parameter.
   *
   * @param name as in the state dict: {@code conv_in.weight}
   * @param shape what the network needs
   * @return with values of a floating type, as they are stored: float16 and bfloat16 too
   * @throws dev.kiln.spi.BadRequest when it is missing or of another shape; says both shapes
   */
  Weight weight(String name, long... shape);

  /** Whether there is such a parameter, whatever its shape. */
  boolean has(String name);
}
