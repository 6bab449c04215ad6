package dev.kiln.host.graph;

import java.util.List;

/**
 * An input or output of a graph.
 *
 * @param shape its axes; empty where the kind says nothing of them
 */
public record GraphPort(String name, ElementType type, List<Dimension> shape, Kind kind) {
  /** What a port carries. */
  public enum Kind {
    TENSOR,
    /** A tensor of a rank that is known only when the graph runs. */
    UNSHAPED,
    /** A list of tensors, which a loop collects. */
    SEQUENCE
  }

  /** A tensor. */
  public GraphPort(String name, ElementType type, List<Dimension> shape) {
    this(name, type, shape, Kind.TENSOR);
  }

  public static GraphPort unshaped(String name, ElementType type) {
    return new GraphPort(name, type, List.of(), Kind.UNSHAPED);
  }

  public static GraphPort sequence(String name, ElementType type) {
    return new GraphPort(name, type, List.of(), Kind.SEQUENCE);
  }

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

    /** A size as a number or a name. */
    public static Dimension of(String dim) {
      return dim.chars().allMatch(Character::isDigit) ? of(Long.parseLong(dim)) : free(dim);
    }

    public static Dimension free(String symbol) {
      return new Dimension(-1, symbol);
    }
  }
}
