package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import java.util.Optional;
import java.util.Set;

/** Where tokens come from, before they were projected to queries and keys. */
final class Origins {
  private static final Set<String> PROJECTING =
      Set.of("MatMul", "FusedMatMul", "Gemm", "Conv", "Add", "Mul", "Div");
  private static final Set<String> MOVING =
      Set.of("Reshape", "Transpose", "Gather", "Slice", "Split", "Squeeze", "Unsqueeze");

  private final GraphIndex index;

  Origins(GraphIndex index) {
    this.index = index;
  }

  /** The value in front of the last linear layer. */
  String of(String tokens) {
    String at = tokens;
    for (Optional<Node> maker = index.maker(at); maker.isPresent(); maker = index.maker(at)) {
      Optional<String> before = before(maker.get());
      if (before.isEmpty()) {
        break;
      }
      at = before.get();
    }
    return at;
  }

  private Optional<String> before(Node node) {
    String operator = node.operator();
    if (MOVING.contains(operator) || OperatorKinds.PASSING.contains(operator)) {
      return Optional.of(node.input(0));
    } else if (!PROJECTING.contains(operator)) {
      return Optional.empty();
    }
    Optional<Scaled> scaled = Scaled.of(index, node);
    if (scaled.isPresent()) {
      return scaled.map(Scaled::value);
    }
    boolean second = ParameterChain.of(index, node.input(1)).isPresent();
    boolean first = ParameterChain.of(index, node.input(0)).isPresent();
    return second == first ? Optional.empty() : Optional.of(node.input(second ? 0 : 1));
  }
}
