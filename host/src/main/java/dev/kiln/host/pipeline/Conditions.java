package dev.kiln.host.pipeline;

import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/**
 * The conditions of a pass: what every image of it is drawn from.
 *
 * @param parts the AND parts of the prompt
 * @param negative the negative prompt
 */
record Conditions(List<Part> parts, Timeline negative) {
  /** Whether the negative prompt cancels out of u + sum of weight * scale * (c - u). */
  boolean negativeCancelsAt(double scale) {
    return scale == 1 && parts.size() == 1 && parts.get(0).weight() == 1;
  }

  /** One AND part and its weight. */
  record Part(double weight, Timeline timeline) {}

  /** Embeddings over the evaluations of a pass: one that changes has several entries. */
  record Timeline(List<Entry> entries) {
    /** The embedding of an evaluation: the first entry that does not end before it. */
    Tensor at(int evaluation) {
      for (int i = 0; i < entries.size() - 1; i++) {
        if (evaluation <= entries.get(i).endAt()) {
          return entries.get(i).embedding();
        }
      }
      return entries.get(entries.size() - 1).embedding();
    }
  }

  /**
   * @param endAt the last evaluation that uses it, from 0
   * @param embedding [tokens, width]
   */
  record Entry(int endAt, Tensor embedding) {}
}
