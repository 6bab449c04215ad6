package dev.kiln.host.graph;

/** Gives a network's parameters by the names that torch's state dict has for them. */
public interface WeightSource {
  /**
   * A parameter.
   *
   * @param name as in the state dict: {@code conv_in.weight}
   * @param shape what the network needs
   * @return with values of float32
   * @throws dev.kiln.spi.BadRequest when it is missing or of another shape; says both shapes
   */
  Weight weight(String name, long... shape);
}
