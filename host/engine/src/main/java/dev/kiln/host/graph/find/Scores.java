package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.Value;
import java.util.List;

/**
 * What a softmax is taken of: product * scale + biases.
 *
 * @param product the product of queries and keys
 * @param biases what is added, scaled as the scores see it
 */
record Scores(Node product, double scale, List<Bias> biases) {
  /**
   * Something that is added to scores.
   *
   * @param rank how many axes the scores had there; -1 where it is not known
   */
  record Bias(Value value, int rank) {}
}
