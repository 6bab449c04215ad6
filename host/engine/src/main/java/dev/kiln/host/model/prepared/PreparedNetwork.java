package dev.kiln.host.model.prepared;

import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.onnx.Structure;
import java.nio.file.Path;
import java.util.List;

/**
 * A network that was made ready to run: plugins have rewritten it, and the runtime may have
 * optimized it.
 *
 * @param report of its recipe
 * @param operators equal for two networks that compute in the same way
 * @param bytes that its weights take, as float32
 * @param files that hold its weights
 * @param settled whether there is no better form of it: it is optimized, or cannot be kept so
 */
public record PreparedNetwork(
    RecipeReport report,
    String operators,
    long bytes,
    Structure structure,
    List<Path> files,
    boolean settled) {
  public PreparedNetwork {
    files = List.copyOf(files);
  }

  /** The same as the runtime wrote it. */
  PreparedNetwork optimized(Structure other, List<Path> weights) {
    return new PreparedNetwork(report, operators, bytes, other, weights, true);
  }

  /** The same, which stays as it is. */
  public PreparedNetwork asItIs() {
    return new PreparedNetwork(report, operators, bytes, structure, files, true);
  }
}
