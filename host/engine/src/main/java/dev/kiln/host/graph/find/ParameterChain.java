package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.Weight;
import java.util.Optional;

/**
 * The path from a parameter to the node that reads it. Exporters insert a Transpose, a Cast or an
 * Identity.
 *
 * @param turned whether its two axes are exchanged on the way
 */
public record ParameterChain(Weight weight, boolean turned) {
  public static Optional<ParameterChain> of(GraphIndex index, String value) {
    boolean turned = false;
    String at = value;
    for (Optional<Node> maker = index.maker(at); maker.isPresent(); maker = index.maker(at)) {
      Node node = maker.get();
      if (node.is("Constant")) {
        break;
      } else if (node.is("Transpose") && index.shapes().rank(node.input(0)) == 2) {
        turned = !turned;
      } else if (!OperatorKinds.PASSING.contains(node.operator())) {
        return Optional.empty();
      }
      at = node.input(0);
    }
    boolean last = turned;
    return index.weight(at).map(weight -> new ParameterChain(weight, last));
  }

  /** The sizes as its reader sees them. */
  public long[] shape() {
    long[] stored = weight.shape();
    return turned ? new long[] {stored[1], stored[0]} : stored.clone();
  }
}
