package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.Activation;
import dev.kiln.spi.graph.ActivationLayer;
import dev.kiln.spi.graph.Value;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Recognises an activation by the operators between a value and their single result. Exporters
 * write the same function in many orders.
 */
public final class ActivationFinder {
  /** More than any exporter takes for one activation. */
  private static final int STEPS = 16;

  private final GraphIndex index;

  public ActivationFinder(GraphIndex index) {
    this.index = index;
  }

  /**
   * A value and its activation.
   *
   * @param output the function's result
   */
  record Bent(Activation kind, String output) {}

  /** All that are made of an error function or of a sigmoid. */
  public List<ActivationLayer> find() {
    return index.nodes().stream()
        .filter(node -> node.is("Erf") || node.is("Sigmoid"))
        .map(node -> from(node.input(0)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The activation of a value, or of what was multiplied with a number to make it. */
  private Optional<ActivationLayer> from(String argument) {
    Optional<String> unscaled =
        index.maker(argument).flatMap(node -> Scaled.of(index, node)).map(Scaled::value);
    return Stream.concat(unscaled.stream(), Stream.of(argument))
        .flatMap(
            value ->
                after(value).filter(bent -> isExactly(value, bent)).stream()
                    .map(
                        bent ->
                            new ActivationLayer(
                                bent.kind(), new Value(value), new Value(bent.output()))))
        .findFirst();
  }

  private boolean isExactly(String value, Bent bent) {
    return new ActivationValues(index, value).are(bent.kind(), bent.output());
  }

  Optional<Bent> after(String value) {
    Set<String> made = new LinkedHashSet<>(Set.of(value));
    Set<Node> inside = new HashSet<>();
    Optional<Bent> found = Optional.empty();
    for (int step = 0; step < STEPS; step++) {
      Optional<Node> next = next(made, inside);
      if (next.isEmpty()) {
        break;
      }
      inside.add(next.get());
      made.addAll(next.get().outputs());
      String output = next.get().output();
      Optional<Activation> kind = kind(inside);
      if (kind.isPresent() && closed(made, inside, output)) {
        // Not yet the end, perhaps: a last factor of a half may follow.
        found = Optional.of(new Bent(kind.get(), output));
      }
    }
    return found;
  }

  /** A node that reads nothing but what was made of the value, and constants. */
  private Optional<Node> next(Set<String> made, Set<Node> inside) {
    return made.stream()
        .flatMap(value -> index.readers(value).stream())
        .filter(node -> OperatorKinds.BENDING.contains(node.operator()) && !inside.contains(node))
        .filter(
            node ->
                node.inputs().stream()
                    .allMatch(
                        input ->
                            made.contains(input)
                                || input.isEmpty()
                                || index.number(input).isPresent()))
        .findFirst();
  }

  /** Whether all that was made on the way is read on the way alone, but for the last result. */
  private boolean closed(Set<String> made, Set<Node> inside, String last) {
    return made.stream()
        .filter(value -> !value.equals(last))
        .allMatch(value -> inside.containsAll(index.dataReaders(value)));
  }

  private Optional<Activation> kind(Set<Node> nodes) {
    List<String> operators = nodes.stream().map(Node::operator).toList();
    if (operators.contains("Erf")) {
      return Optional.of(Activation.GELU);
    } else if (operators.contains("Tanh") || operators.contains("FastGelu")) {
      return Optional.of(Activation.GELU_TANH);
    } else if (operators.contains("Relu")) {
      return Optional.of(Activation.RELU);
    }
    for (Node node : nodes) {
      if (node.is("Gelu")) {
        boolean tanh =
            node.attributes().get("approximate") instanceof Attribute.Text text
                && text.value().equals("tanh");
        return Optional.of(tanh ? Activation.GELU_TANH : Activation.GELU);
      } else if (node.is("QuickGelu")) {
        return Optional.of(
            near(node.real("alpha", 1.702f)) ? Activation.QUICK_GELU : Activation.SILU);
      }
    }
    return operators.contains("Sigmoid") && operators.contains("Mul")
        ? Optional.of(
            nodes.stream().anyMatch(this::byQuickGelu) ? Activation.QUICK_GELU : Activation.SILU)
        : Optional.empty();
  }

  private boolean byQuickGelu(Node node) {
    return node.inputs().stream()
        .anyMatch(input -> index.number(input).filter(ActivationFinder::near).isPresent());
  }

  private static boolean near(double factor) {
    return Math.abs(factor - 1.702) < 1e-3;
  }
}
