package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Conditions.Entry;
import dev.kiln.spi.generate.Conditions.Part;
import dev.kiln.spi.generate.Conditions.Timeline;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How the parts of a prompt lie behind each other in one sequence of tokens. It is as long as some
 * whole number of negative prompts, which then is the other row: attention to all of them is
 * attention to one.
 *
 * @param lengths tokens of each part, and of what is behind the last to fill the sequence, perhaps
 *     0
 * @param negative tokens of the negative prompt
 * @param weights of the parts
 */
record JoinedTokens(List<Integer> lengths, int negative, List<Double> weights) {
  static JoinedTokens of(Conditions conditions) {
    int negative = tokens(conditions.negative());
    List<Integer> lengths =
        new ArrayList<>(conditions.parts().stream().map(part -> tokens(part.timeline())).toList());
    int sum = lengths.stream().mapToInt(Integer::intValue).sum();
    lengths.add((negative - sum % negative) % negative);
    return new JoinedTokens(
        List.copyOf(lengths), negative, conditions.parts().stream().map(Part::weight).toList());
  }

  private static int tokens(Timeline timeline) {
    return timeline.entries().get(0).embedding().dim(0);
  }

  /** Of the parts, without what fills the sequence. */
  int parts() {
    return weights.size();
  }

  int total() {
    return start(lengths.size());
  }

  /** The first token of a part. */
  int start(int part) {
    return lengths.subList(0, part).stream().mapToInt(Integer::intValue).sum();
  }

  /** The conditions as one part; a prompt that changes lets the sequence change with it. */
  Conditions join(Conditions conditions) {
    TreeSet<Integer> ends = new TreeSet<>();
    conditions.parts().forEach(it -> it.timeline().entries().forEach(e -> ends.add(e.endAt())));
    List<Entry> joined =
        ends.stream()
            .map(
                end ->
                    new Entry(
                        end,
                        repeated(
                            conditions.parts().stream().map(it -> it.timeline().at(end)).toList())))
            .toList();
    List<Entry> negatives =
        conditions.negative().entries().stream()
            .map(entry -> new Entry(entry.endAt(), repeated(List.of(entry.embedding()))))
            .toList();
    return new Conditions(List.of(new Part(1, new Timeline(joined))), new Timeline(negatives));
  }

  /** Embeddings behind each other, again and again until the sequence is full. */
  private Tensor repeated(List<Tensor> embeddings) {
    Tensor all = Tensor.zeros(total(), embeddings.get(0).dim(1));
    int at = 0;
    while (at < all.size()) {
      for (Tensor embedding : embeddings) {
        int count = Math.min(embedding.size(), all.size() - at);
        System.arraycopy(embedding.data(), 0, all.data(), at, count);
        at += count;
      }
    }
    return all;
  }
}
