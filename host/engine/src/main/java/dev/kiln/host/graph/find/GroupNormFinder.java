package dev.kiln.host.graph.find;

import dev.kiln.host.graph.ModulePath;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.spi.graph.GroupNorm;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds group norms. Exporters write them as an instance norm of the groups between two reshapes,
 * then a product and a sum; from set 21 on there is an operator.
 */
public final class GroupNormFinder {
  private static final Set<String> RESHAPING =
      Set.of("Reshape", "Unsqueeze", "Cast", "Identity", "Expand");

  private final GraphIndex index;

  public GroupNormFinder(GraphIndex index) {
    this.index = index;
  }

  public List<GroupNorm> find() {
    return index.nodes().stream().map(this::norm).flatMap(Optional::stream).toList();
  }

  private Optional<GroupNorm> norm(Node node) {
    return switch (node.operator()) {
      case "InstanceNormalization" -> ofInstances(node);
      case "GroupNormalization" -> ofOperator(node);
      default -> Optional.empty();
    };
  }

  /** Before set 21 its weights are one for each group. */
  private Optional<GroupNorm> ofOperator(Node node) {
    boolean perChannel = index.graph().operatorSets().getOrDefault("", 0L) >= 21;
    return perChannel
        ? Optional.of(
            new GroupNorm(
                ModulePath.of(node.name()),
                new Value(node.input(0)),
                node.whole("num_groups", 1),
                new Value(node.input(1)),
                new Value(node.input(2)),
                node.real("epsilon", 1e-5f),
                new Value(node.output())))
        : Optional.empty();
  }

  private Optional<GroupNorm> ofInstances(Node node) {
    long groups = index.shapes().dim(node.input(0), 1);
    Optional<Node> apart = index.maker(node.input(0), "Reshape");
    if (groups < 1 || apart.isEmpty() || !all(node.input(1), 1) || !all(node.input(2), 0)) {
      return Optional.empty();
    }
    Optional<Node> back = next(node.output(), "Reshape");
    Optional<Node> product = back.flatMap(it -> next(it.output(), "Mul"));
    Optional<Node> sum = product.flatMap(it -> next(it.output(), "Add"));
    if (sum.isEmpty()) {
      return Optional.empty();
    }
    String weight = other(product.get(), back.get().output());
    String bias = other(sum.get(), product.get().output());
    return parameter(weight) && parameter(bias)
        ? Optional.of(
            new GroupNorm(
                ModulePath.of(node.name()),
                new Value(apart.get().input(0)),
                groups,
                new Value(weight),
                new Value(bias),
                node.real("epsilon", 1e-5f),
                new Value(sum.get().output())))
        : Optional.empty();
  }

  private Optional<Node> next(String value, String operator) {
    return index.onlyReader(value).filter(node -> node.is(operator));
  }

  private static String other(Node node, String one) {
    return node.input(node.input(0).equals(one) ? 1 : 0);
  }

  private boolean all(String value, float number) {
    Optional<Weight> weight = index.weight(value);
    if (weight.isEmpty()) {
      return false;
    }
    for (float found : WeightValues.floats(weight.get())) {
      if (found != number) {
        return false;
      }
    }
    return true;
  }

  private boolean parameter(String value) {
    return index.weight(value).isPresent()
        || index
            .maker(value)
            .filter(node -> RESHAPING.contains(node.operator()))
            .filter(node -> parameter(node.input(0)))
            .isPresent();
  }
}
