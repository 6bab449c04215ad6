package dev.kiln.host.graph;

import java.util.List;

/**
 * An input or output of a graph.
 *
 * @param shape its axes
 */
public record GraphPort(String name, ElementType type, List<Dimension> shape) {
  /**
   * One axis.
   *
   * @param size or -1 where it is free
   * @param symbol the name of a free size, empty for none
   */
  public record Dimension(long size, String symbol) {
    public static Dimension of(long size) {
      return new Dimension(size, "");
    }

    public static Dimension free(String symbol) {
      return new Dimension(-1, symbol);
    }
  }
}
