package dev.kiln.host.weights.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.weights.StateDict;
import dev.kiln.host.weights.config.Shapes;
import dev.kiln.host.weights.config.UnetVariant;
import java.util.function.Supplier;

/**
 * A network in a file.
 *
 * @param weights by its diffusers names
 * @param configuration made when asked for: a listing of many files needs none
 */
record CheckpointPart(StateDict weights, Supplier<ObjectNode> configuration) {
  ObjectNode config() {
    return configuration.get();
  }

  UnetVariant variant() {
    return UnetVariant.of(new Shapes(weights).size("conv_in.weight", 1));
  }
}
