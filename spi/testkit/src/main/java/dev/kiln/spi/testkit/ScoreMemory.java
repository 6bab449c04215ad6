package dev.kiln.spi.testkit;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.ScoreSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * How many bytes of scores a rewritten attention holds at once, read off its graph: the largest
 * softmax or exponential, in loops over parts of known size. The flash kernel, which keeps a tile
 * of scores for each thread, counts as none.
 */
final class ScoreMemory {
  private final Graph root;

  ScoreMemory(Graph root) {
    this.root = root;
  }

  /** Of a graph with one attention of this size. */
  long bytes(ScoreSize whole) {
    return bytes(root, whole);
  }

  private long bytes(Graph graph, ScoreSize size) {
    long most = 0;
    for (Node node : graph.nodes()) {
      boolean scores =
          switch (node.operator()) {
            case "Softmax", "Exp", "Attention" -> true;
            // With a bias or with keys to give out it leaves the flash kernel.
            case "MultiHeadAttention" -> !input(node, 5).isEmpty() || node.outputs().size() > 1;
            default -> false;
          };
      if (scores) {
        most = Math.max(most, size.bytes());
      }
      if (node.is("Loop") && node.attributes().get("body") instanceof Attribute.Body body) {
        most = Math.max(most, bytes(body.graph(), part(body.graph(), size)));
      }
    }
    return most;
  }

  /** The scores of one turn: a loop takes parts of the queries, the keys or the heads. */
  private ScoreSize part(Graph body, ScoreSize size) {
    Optional<Long> at = step(body);
    if (at.isEmpty()) {
      return size;
    }
    long step = at.get();
    boolean collects = body.nodes().stream().anyMatch(node -> node.is("SequenceInsert"));
    if (!collects) {
      return new ScoreSize(size.rows(), size.queries(), Math.min(step, size.keys()));
    }
    return axis(body) == 1 && rank(body) == 4
        ? new ScoreSize(Math.min(step, size.rows()), size.queries(), size.keys())
        : new ScoreSize(size.rows(), Math.min(step, size.queries()), size.keys());
  }

  /** What the number of the turn is multiplied with. */
  private Optional<Long> step(Graph body) {
    String turn = body.inputs().get(0).name();
    return body.nodes().stream()
        .filter(node -> node.is("Mul") && node.inputs().contains(turn))
        .flatMap(node -> node.inputs().stream())
        .filter(root.weights()::containsKey)
        .map(this::number)
        .findFirst();
  }

  private long axis(Graph body) {
    return body.nodes().stream()
        .filter(node -> node.is("Slice"))
        .map(node -> number(input(node, 3)))
        .findFirst()
        .orElse(0L);
  }

  /** Heads are an axis of their own unless tokens are taken as they are projected. */
  private static int rank(Graph body) {
    return body.nodes().stream().anyMatch(node -> node.is("MultiHeadAttention")) ? 3 : 4;
  }

  private static String input(Node node, int at) {
    return at < node.inputs().size() ? node.inputs().get(at) : "";
  }

  private long number(String weight) {
    if (root.weights().get(weight).data() instanceof dev.kiln.host.graph.Weight.Inline inline) {
      return ByteBuffer.wrap(inline.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
    throw new IllegalArgumentException(
        weight + " of " + Arrays.toString(root.weights().get(weight).shape()) + " is no number");
  }
}
