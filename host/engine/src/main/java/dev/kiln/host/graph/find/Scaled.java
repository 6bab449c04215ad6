package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import java.util.Optional;

/**
 * A value times a constant number.
 *
 * @param value what is multiplied
 */
record Scaled(String value, double factor) {
  /** A node that multiplies or divides by a constant number, and does nothing else. */
  static Optional<Scaled> of(GraphIndex index, Node node) {
    if (!node.is("Mul") && !node.is("Div")) {
      return Optional.empty();
    }
    Optional<Double> right = index.number(node.input(1));
    if (right.isPresent()) {
      double factor = node.is("Mul") ? right.get() : 1 / right.get();
      return Optional.of(new Scaled(node.input(0), factor));
    }
    Optional<Double> left = node.is("Mul") ? index.number(node.input(0)) : Optional.empty();
    return left.map(factor -> new Scaled(node.input(1), factor));
  }
}
