package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/**
 * The conditions of a picture, as embeddings. Pictures of the same prompt share them.
 *
 * @param parts the AND parts of the prompt, one row each
 * @param negative the negative prompt
 */
@ValueType
public record Conditions(List<Part> parts, Timeline negative) {
  public Conditions {
    parts = List.copyOf(parts);
  }

  /** One AND part and its weight. */
  @ValueType
  public record Part(double weight, Timeline timeline) {}

  /**
   * Embeddings over the evaluations of a pass: a prompt that changes has several entries, all of
   * the same shape and in order of their ends.
   */
  @ValueType
  public record Timeline(List<Entry> entries) {
    /**
     * @throws IllegalArgumentException when there are no entries
     */
    public Timeline {
      entries = List.copyOf(entries);
      if (entries.isEmpty()) {
        throw new IllegalArgumentException("a timeline has at least one entry");
      }
    }

    /** The embedding of an evaluation: the first entry that does not end before it. */
    public Tensor at(int evaluation) {
      for (int i = 0; i < entries.size() - 1; i++) {
        if (evaluation <= entries.get(i).endAt()) {
          return entries.get(i).embedding();
        }
      }
      return entries.get(entries.size() - 1).embedding();
    }
  }

  /**
   * One state of a prompt.
   *
   * @param endAt the last evaluation that uses it, from 0
   * @param embedding [tokens, width]; shared, not to be changed
   */
  @ValueType
  public record Entry(int endAt, Tensor embedding) {}
}
