package dev.kiln.host.graph.find;

import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Brings what was added to scores into one bias that is broadcast to [batch, heads, N, L]. */
final class BiasWriter {
  private final GraphIndex index;
  private final NodeWriter writer;

  BiasWriter(GraphIndex index, NodeWriter writer) {
    this.index = index;
    this.writer = writer;
  }

  /**
   * The sum of biases; empty where there is none.
   *
   * @param query [batch, tokens, channels]
   * @param heads 0 where they are not split
   */
  Optional<Value> sum(List<Scores.Bias> biases, Value query, long heads) {
    return biases.stream()
        .map(bias -> padded(shaped(bias, query, heads)))
        .reduce((a, b) -> writer.add(a, writer.like(b, a)));
  }

  /** The same with axes of size 1 before its own, up to four; what was written here has four. */
  Value padded(Value bias) {
    int rank = index.shapes().rank(bias.name());
    return rank < 0 || rank >= 4
        ? bias
        : writer.op("Unsqueeze", bias, writer.list(LongStream.range(0, 4 - rank).toArray()));
  }

  private Value shaped(Scores.Bias bias, Value query, long heads) {
    Value value = bias.value();
    int own = index.shapes().rank(value.name());
    if (bias.rank() == 5 && own != 4 || own == 5) {
      return windows(value, query);
    } else if (bias.rank() != 3 || own == 2) {
      return fourAxes(value);
    } else if (heads == 0) {
      // One head that has no axis of its own.
      return writer.op("Unsqueeze", value, writer.list(1));
    }
    return index.shapes().dim(value.name(), 0) == 1 ? fourAxes(value) : perHead(value, heads);
  }

  /** The same with leading axes of size 1, as fused operators want it. */
  Value fourAxes(Value bias) {
    int rank = index.shapes().rank(bias.name());
    if (rank == 4) {
      return bias;
    } else if (rank > 0 && rank < 4) {
      return writer.op("Unsqueeze", bias, writer.list(LongStream.range(0, 4 - rank).toArray()));
    }
    return writer.add(bias, writer.like(writer.constant(Tensor.zeros(1, 1, 1, 1)), bias));
  }

  /** [batch * heads, N, L] with an axis for the heads. */
  private Value perHead(Value bias, long heads) {
    return writer.reshape(
        bias, writer.whole(-1), writer.whole(heads), writer.dim(bias, 1), writer.dim(bias, 2));
  }

  /** [1, windows, heads or 1, N, L], which is the same for each picture of the batch. */
  private Value windows(Value bias, Value query) {
    Value windows = writer.dim(bias, 1);
    Value heads = writer.dim(bias, 2);
    Value rows = writer.dim(bias, 3);
    Value columns = writer.dim(bias, 4);
    Value pictures = writer.div(writer.dim(query, 0), windows);
    Value all = writer.op("Expand", bias, writer.sizes(pictures, windows, heads, rows, columns));
    return writer.reshape(all, writer.whole(-1), heads, rows, columns);
  }
}
