package dev.kiln.host.graph.find;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.ModulePath;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the operators that are an attention by themselves. */
final class FusedAttention {
  private final GraphIndex index;
  private final HeadsFinder heads;
  private final NodeWriter writer;

  FusedAttention(GraphIndex index, HeadsFinder heads, NodeWriter writer) {
    this.index = index;
    this.heads = heads;
    this.writer = writer;
  }

  Optional<AttentionFinder.Parts> read(Node node) {
    if (node.is("MultiHeadAttention")) {
      return multiHead(node);
    }
    return node.domain().isEmpty() ? attention(node) : Optional.empty();
  }

  /** Of ONNX Runtime's: queries, keys and values as they are projected. */
  private Optional<AttentionFinder.Parts> multiHead(Node node) {
    boolean plain =
        IntStream.of(3, 4, 6, 7).allMatch(input -> node.input(input).isEmpty())
            && !node.input(1).isEmpty()
            && !node.input(2).isEmpty()
            && index.shapes().rank(node.input(1)) != 4
            && node.whole("unidirectional", 0) == 0;
    if (!plain) {
      return Optional.empty();
    }
    long count = node.whole("num_heads", 1);
    return parts(node, count, bias(node.input(5)), new Value(node.output()));
  }

  /** Of ONNX from version 23 on: three axes, or four with heads that were split before it. */
  private Optional<AttentionFinder.Parts> attention(Node node) {
    boolean plain =
        node.input(4).isEmpty() && node.input(5).isEmpty() && node.real("softcap", 0) == 0;
    if (!plain) {
      return Optional.empty();
    }
    long count = node.whole("q_num_heads", 0);
    if (count > 0) {
      return count == node.whole("kv_num_heads", count)
          ? parts(node, count, bias(node), new Value(node.output()))
          : Optional.empty();
    }
    List<Optional<Heads>> factors =
        IntStream.range(0, 3).mapToObj(i -> heads.find(node.input(i), false)).toList();
    Optional<Value> output = new Mixing(index, node, "").output(false);
    if (factors.stream().anyMatch(Optional::isEmpty) || output.isEmpty()) {
      return Optional.empty();
    }
    Heads query = factors.get(0).get();
    double scale = scale(node, query.size()) * query.scale() * factors.get(1).get().scale();
    return Double.isNaN(scale) || factors.get(2).get().scale() != 1
        ? Optional.empty()
        : Optional.of(
            new AttentionFinder.Parts(
                ModulePath.of(node.name()),
                query.scaled(scale),
                factors.get(1).get(),
                factors.get(2).get().tokens(),
                bias(node),
                output.get()));
  }

  private Optional<AttentionFinder.Parts> parts(
      Node node, long count, Optional<Value> bias, Value output) {
    long width = index.width(node.input(0));
    long size = width > 0 ? width / count : -1;
    double scale = scale(node, size);
    return Double.isNaN(scale)
        ? Optional.empty()
        : Optional.of(
            new AttentionFinder.Parts(
                ModulePath.of(node.name()),
                whole(node.input(0), count, size, scale),
                whole(node.input(1), count, size, 1),
                new Value(node.input(2)),
                bias,
                output));
  }

  private Heads whole(String tokens, long count, long size, double scale) {
    long length = index.shapes().dim(tokens, 1);
    return new Heads(tokens, new Value(tokens), length, count, size, scale);
  }

  /** NaN where nothing says it: it follows from a size that is not known. */
  private static double scale(Node node, long size) {
    float given = node.real("scale", 0);
    return given != 0 ? given : size > 0 ? 1 / Math.sqrt(size) : Double.NaN;
  }

  /** The mask of ONNX's operator, and that no token sees those after it. */
  private Optional<Value> bias(Node node) {
    Optional<Value> given = bias(node.input(3));
    if (node.whole("is_causal", 0) == 0) {
      return given;
    }
    int tokens = node.whole("q_num_heads", 0) > 0 ? 1 : 2;
    Value queries = places(writer.dim(new Value(node.input(0)), tokens), -1, 1);
    Value keys = places(writer.dim(new Value(node.input(1)), tokens), 1, -1);
    Value seen = writer.op("GreaterOrEqual", queries, keys);
    Value causal = writer.op("Where", seen, writer.constant(0), writer.constant(-60000));
    return Optional.of(given.map(mask -> writer.add(writer.floats(mask), causal)).orElse(causal));
  }

  private Value places(Value count, long rows, long columns) {
    return writer.reshape(
        writer.op("Range", writer.whole(0), count, writer.whole(1)), 1, 1, rows, columns);
  }

  /** The bias of the scores; a boolean mask becomes one. */
  private Optional<Value> bias(String value) {
    if (value.isEmpty()) {
      return Optional.empty();
    } else if (writer.types().of(value) != ElementType.BOOL) {
      return Optional.of(new BiasWriter(index, writer).fourAxes(new Value(value)));
    }
    // Small enough for float16, and nothing beside any score.
    Value mask = new BiasWriter(index, writer).fourAxes(writer.floats(new Value(value)));
    Value kept = writer.op("Cast", Attributes.of("to", ElementType.BOOL.code()), mask);
    return Optional.of(writer.op("Where", kept, writer.constant(0), writer.constant(-60000)));
  }
}
