package dev.kiln.host.graph.recipe;

/**
 * A place of a graph that a plugin computes, without which the network runs as well.
 *
 * @param operator that it computes there
 * @param path the module
 */
public record Taken(Operator operator, String path, String plugin) {
  /** Operators that plugins may compute in another way. */
  public enum Operator {
    ATTENTION,
    CONVOLUTION;

    @Override
    public String toString() {
      return this == ATTENTION ? "attention" : "convolution";
    }
  }
}
