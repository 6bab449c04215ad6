package dev.kiln.host.graph.find;

import dev.kiln.host.graph.ModulePath;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.Weight;
import dev.kiln.spi.graph.Parameter;
import dev.kiln.spi.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Finds biases and the scales of norms, whether operators have them as inputs or stand alone. */
public final class VectorFinder {
  private static final Set<String> NORMS =
      Set.of("LayerNormalization", "GroupNormalization", "GroupNorm");
  private static final Set<String> LAYERS = Set.of("Gemm", "Conv");

  private final GraphIndex index;

  public VectorFinder(GraphIndex index) {
    this.index = index;
  }

  public List<Parameter> find() {
    return index.nodes().stream()
        .flatMap(node -> Stream.of(Parameter.Role.values()).flatMap(role -> find(node, role)))
        .toList();
  }

  private Stream<Parameter> find(Node node, Parameter.Role role) {
    return position(node, role).stream()
        .mapToObj(
            at ->
                new Parameter(
                    ModulePath.of(node.name()),
                    role,
                    vector(node.input(at)).orElseThrow().size(),
                    new Value(node.input(at)),
                    new Value(node.output())));
  }

  /** Which input of a node is its bias or scale. */
  public OptionalInt position(Node node, Parameter.Role role) {
    boolean scale = role == Parameter.Role.SCALE;
    int at = -1;
    if (NORMS.contains(node.operator())) {
      at = scale ? 1 : 2;
    } else if (LAYERS.contains(node.operator()) && !scale) {
      at = 2;
    } else if (node.is(scale ? "Mul" : "Add")) {
      at = vector(node.input(0)).isPresent() ? 0 : 1;
      if (vector(node.input(1 - at)).isPresent()) {
        return OptionalInt.empty();
      }
    }
    return at >= 0 && vector(node.input(at)).isPresent() ? OptionalInt.of(at) : OptionalInt.empty();
  }

  /** A parameter of more than one number along one axis. */
  public Optional<Weight> vector(String value) {
    return ParameterChain.of(index, value)
        .map(ParameterChain::weight)
        .filter(weight -> Arrays.stream(weight.shape()).filter(size -> size != 1).count() == 1);
  }
}
