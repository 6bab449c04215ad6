package dev.kiln.host.model.prepared;

import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.onnx.Structure;

/**
 * A network that was made ready to run: plugins have rewritten it, and the runtime may have
 * optimized it.
 *
 * @param report of its recipe
 * @param operators equal for two networks that compute in the same way
 * @param bytes that its weights take, as float32
 */
public record PreparedNetwork(
    RecipeReport report, String operators, long bytes, Structure structure) {
  PreparedNetwork as(Structure other) {
    return new PreparedNetwork(report, operators, bytes, other);
  }
}
