package dev.kiln.host.graph.find;

import dev.kiln.host.graph.ModulePath;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.shape.StaticShapes;
import dev.kiln.spi.graph.NormLayer;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds layer norms, and the residual sums that they normalise. */
public final class NormFinder {
  private final GraphIndex index;

  public NormFinder(GraphIndex index) {
    this.index = index;
  }

  public List<NormLayer> find() {
    return index.nodes().stream().map(this::norm).flatMap(Optional::stream).toList();
  }

  private Optional<NormLayer> norm(Node node) {
    boolean plain =
        node.is("LayerNormalization")
            && node.outputs().size() == 1
            && index.shapes().rank(node.input(0)) == 3
            && List.of(-1L, 2L).contains(node.whole("axis", -1));
    return plain
        ? Optional.of(
            new NormLayer(
                ModulePath.of(node.name()),
                new Value(node.input(0)),
                addends(node.input(0)),
                new Value(node.input(1)),
                new Value(node.input(2)),
                node.real("epsilon", 1e-5f),
                new Value(node.output())))
        : Optional.empty();
  }

  private List<Value> addends(String sum) {
    return index
        .maker(sum, "Add")
        .filter(add -> sameShape(add.input(0), add.input(1)))
        .map(add -> Stream.of(add.input(0), add.input(1)).map(Value::new).toList())
        .orElse(List.of());
  }

  /** Neither is broadcast: both have three axes, and none is known to be 1 in one of them alone. */
  private boolean sameShape(String a, String b) {
    StaticShapes shapes = index.shapes();
    boolean flows = index.weight(a).isEmpty() && index.weight(b).isEmpty();
    return flows
        && shapes.rank(a) == 3
        && shapes.rank(b) == 3
        && Stream.of(0, 1, 2)
            .allMatch(axis -> (shapes.dim(a, axis) == 1) == (shapes.dim(b, axis) == 1));
  }
}
