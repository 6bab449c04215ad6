package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows the factors of an attention's products back to the tokens that they are computed from:
 * through scales, casts, and the splitting of heads, which each exporter writes differently.
 */
final class HeadsFinder {
  private static final List<Long> SPLIT = List.of(0L, 2L, 1L, 3L);
  private static final List<Long> SPLIT_AND_TURN = List.of(0L, 2L, 3L, 1L);

  private final GraphIndex index;
  private final NodeWriter writer;

  HeadsFinder(GraphIndex index, NodeWriter writer) {
    this.index = index;
    this.writer = writer;
  }

  /**
   * Follow one factor.
   *
   * @param value [batch, heads, tokens, size], or without heads, or with both in one axis
   * @param turned whether its last two axes are exchanged, as those of keys are
   */
  Optional<Heads> find(String value, boolean turned) {
    List<Node> moves = new ArrayList<>();
    double scale = 1;
    String at = value;
    for (Optional<Node> maker = index.maker(at); maker.isPresent(); maker = index.maker(at)) {
      Node node = maker.get();
      if (node.is("Reshape") || node.is("Transpose")) {
        moves.add(0, node);
        at = node.input(0);
      } else if (OperatorKinds.PASSING.contains(node.operator())) {
        at = node.input(0);
      } else {
        Optional<Scaled> scaled = Scaled.of(index, node);
        if (scaled.isEmpty()) {
          break;
        }
        scale *= scaled.get().factor();
        at = scaled.get().value();
      }
    }
    Optional<Heads> split = split(moves, scale);
    return split.isPresent() ? split : whole(value, turned);
  }

  /** The first reshape into [batch, tokens, heads, size] that heads are taken out of. */
  private Optional<Heads> split(List<Node> moves, double scale) {
    for (int i = 0; i + 1 < moves.size(); i++) {
      Node split = moves.get(i);
      List<Long> order = moves.get(i + 1).wholes("perm");
      boolean takesOut = order.equals(SPLIT) || order.equals(SPLIT_AND_TURN);
      if (split.is("Reshape") && takesOut && index.shapes().rank(split.output()) == 4) {
        return heads(split, scale);
      }
    }
    return Optional.empty();
  }

  private Optional<Heads> heads(Node split, double scale) {
    long width = index.width(split.input(0));
    long count = index.shapes().dim(split.output(), 2);
    long size = index.shapes().dim(split.output(), 3);
    if (count < 1 && size > 0 && width > 0) {
      count = width / size;
    } else if (size < 1 && count > 0 && width > 0) {
      size = width / count;
    }
    int rank = index.shapes().rank(split.input(0));
    return count < 1 || rank >= 0 && rank != 3
        ? Optional.empty()
        : Optional.of(
            new Heads(
                split.input(0),
                new Value(split.input(0)),
                index.shapes().dim(split.output(), 1),
                count,
                size,
                scale));
  }

  /** Where heads were split elsewhere, or there is only one, the tokens are put into order. */
  private Optional<Heads> whole(String value, boolean turned) {
    int rank = index.shapes().rank(value);
    long size = index.shapes().dim(value, turned ? -2 : -1);
    long length = index.shapes().dim(value, turned ? -1 : -2);
    Value factor = new Value(value);
    if (rank == 3) {
      Value tokens = turned ? turnedBack(factor) : factor;
      return Optional.of(new Heads(value, tokens, length, 0, size, 1));
    }
    long count = index.shapes().dim(value, 1);
    if (rank != 4 || count < 1) {
      return Optional.empty();
    }
    Value tokens =
        turned ? writer.transpose(factor, 0, 3, 1, 2) : writer.transpose(factor, 0, 2, 1, 3);
    Value width = writer.mul(writer.dim(tokens, 3), writer.whole(count));
    Value joined =
        size > 0
            ? writer.reshape(tokens, 0, 0, count * size)
            : writer.reshape(tokens, writer.dim(tokens, 0), writer.dim(tokens, 1), width);
    return Optional.of(new Heads(value, joined, length, count, size, 1));
  }

  private Value turnedBack(Value factor) {
    return index
        .maker(factor.name(), "Transpose")
        .filter(node -> node.wholes("perm").equals(List.of(0L, 2L, 1L)))
        .map(node -> new Value(node.input(0)))
        .orElseGet(() -> writer.transpose(factor, 0, 2, 1));
  }
}
