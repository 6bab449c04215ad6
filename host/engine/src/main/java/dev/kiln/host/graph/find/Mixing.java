package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * The product of an attention's weights with its values, and how heads are joined after it.
 *
 * @param values [batch, heads, keys, size]
 */
record Mixing(GraphIndex index, Node product, String values) {
  /** The product that reads a softmax. */
  static Optional<Mixing> after(GraphIndex index, String softmax) {
    String at = softmax;
    while (true) {
      List<Node> readers = index.dataReaders(at);
      // Exporters replace rows that are not a number by zeros; both read the softmax.
      Optional<Node> next = index.onlyReader(at).or(() -> guard(readers));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      Node node = next.get();
      if (node.is("MatMul") && node.input(0).equals(at)) {
        return Optional.of(new Mixing(index, node, node.input(1)));
      } else if (!OperatorKinds.PASSING.contains(node.operator())
          && !node.is("Where")
          && !node.is("Reshape")) {
        return Optional.empty();
      }
      at = node.output();
    }
  }

  private static Optional<Node> guard(List<Node> readers) {
    return readers.size() == 2 && readers.stream().anyMatch(node -> node.is("IsNaN"))
        ? readers.stream().filter(node -> node.is("Where")).findFirst()
        : Optional.empty();
  }

  /** The joined heads; with one head that nobody split, the product itself. */
  Optional<Value> output(boolean unsplit) {
    String at = product.output();
    boolean joining = false;
    for (Optional<Node> next = index.onlyReader(at);
        next.isPresent();
        next = index.onlyReader(at)) {
      Node node = next.get();
      if (joining && node.is("Reshape")) {
        return unsplit ? Optional.empty() : Optional.of(new Value(node.output()));
      } else if (node.is("Transpose")) {
        joining = node.wholes("perm").equals(List.of(0L, 2L, 1L, 3L));
      } else if (!node.is("Reshape") && !OperatorKinds.PASSING.contains(node.operator())) {
        break;
      }
      at = node.output();
    }
    return unsplit ? Optional.of(new Value(product.output())) : Optional.empty();
  }
}
