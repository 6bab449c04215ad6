package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows what a softmax reads back to the product of queries and keys. */
final class ScoresFinder {
  private final GraphIndex index;
  private final NodeWriter writer;

  /** Without it, sums of sums would be followed again and again. */
  private final Map<String, Boolean> leading = new HashMap<>();

  ScoresFinder(GraphIndex index, NodeWriter writer) {
    this.index = index;
    this.writer = writer;
  }

  Optional<Scores> find(String softmaxInput) {
    List<Scores.Bias> biases = new ArrayList<>();
    double scale = 1;
    String at = softmaxInput;
    for (Optional<Node> maker = index.maker(at); maker.isPresent(); maker = index.maker(at)) {
      Node node = maker.get();
      if (isProduct(node)) {
        return Optional.of(new Scores(node, scale * node.real("alpha", 1), biases));
      }
      Optional<Scaled> scaled = Scaled.of(index, node);
      if (scaled.isPresent()) {
        scale *= scaled.get().factor();
      } else if (node.is("Add")) {
        Value added = new Value(node.input(1 - side(node)));
        if (!isZero(added.name())) {
          biases.add(new Scores.Bias(scale == 1 ? added : times(added, scale), rank(node)));
        }
      } else if (node.is("Where")) {
        biases.add(new Scores.Bias(mask(node), rank(node)));
      }
      Optional<String> next = next(node);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return Optional.empty();
  }

  private Value times(Value value, double factor) {
    return writer.mul(value, (float) factor);
  }

  private int rank(Node node) {
    return index.shapes().rank(node.output());
  }

  /** A product of two values of which neither is a parameter. */
  private boolean isProduct(Node node) {
    return (node.is("MatMul") || node.is("FusedMatMul"))
        && node.inputs().stream().noneMatch(input -> ParameterChain.of(index, input).isPresent());
  }

  /** The value behind a node that scores may pass through, on their way from their product. */
  private Optional<String> next(Node node) {
    Optional<Scaled> scaled = Scaled.of(index, node);
    if (scaled.isPresent()) {
      return Optional.of(scaled.get().value());
    } else if (node.is("Reshape") || OperatorKinds.PASSING.contains(node.operator())) {
      return Optional.of(node.input(0));
    } else if (node.is("Add")) {
      int side = side(node);
      return side < 0 ? Optional.empty() : Optional.of(node.input(side));
    } else if (node.is("Where")) {
      return leads(node.input(1)) ? Optional.of(node.input(1)) : Optional.of(node.input(2));
    }
    return Optional.empty();
  }

  /** Which input of a sum the scores come in by; -1 for none. */
  private int side(Node sum) {
    return leads(sum.input(0)) ? 0 : leads(sum.input(1)) ? 1 : -1;
  }

  private boolean leads(String value) {
    Boolean known = leading.get(value);
    if (known == null) {
      Optional<Node> maker = index.maker(value);
      known =
          maker.isPresent()
              && (isProduct(maker.get()) || next(maker.get()).filter(this::leads).isPresent());
      leading.put(value, known);
    }
    return known;
  }

  /** What exporters leave of a sum that torch was told to multiply with beta = 0. */
  private boolean isZero(String value) {
    Optional<Node> maker = index.maker(value);
    return index.number(value).filter(number -> number == 0).isPresent()
        || maker
            .flatMap(node -> Scaled.of(index, node))
            .filter(scaled -> scaled.factor() == 0)
            .isPresent();
  }

  /** A boolean mask as a bias: nothing where it keeps, the node's other value elsewhere. */
  private Value mask(Node where) {
    Value keep = new Value(where.input(0));
    boolean first = leads(where.input(1));
    Value other = new Value(where.input(first ? 2 : 1));
    Value nothing = writer.constant(0, other);
    return first
        ? writer.op("Where", keep, nothing, other)
        : writer.op("Where", keep, other, nothing);
  }
}
