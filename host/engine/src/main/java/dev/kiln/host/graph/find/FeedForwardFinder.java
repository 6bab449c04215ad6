package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.Activation;
import dev.kiln.spi.graph.FeedForward;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds linear layers that an activation follows, and the gates that multiply half of the result.
 */
public final class FeedForwardFinder {
  private final GraphIndex index;
  private final ActivationFinder activations;

  public FeedForwardFinder(GraphIndex index) {
    this.index = index;
    this.activations = new ActivationFinder(index);
  }

  public List<FeedForward> find() {
    List<FeedForward> found = new ArrayList<>();
    for (LinearLayer linear : new LinearFinder(index).find()) {
      if (!linear.product().equals(Value.NONE) && linear.shape().size() == 2) {
        gated(linear).or(() -> plain(linear)).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<FeedForward> plain(LinearLayer linear) {
    // SiLU between layers is how steps are embedded; feed-forwards have it in gates alone.
    return activations
        .after(linear.output().name())
        .filter(bent -> bent.kind() != Activation.SILU)
        .map(
            bent ->
                new FeedForward(
                    linear.path(),
                    linear,
                    bent.kind(),
                    linear.output(),
                    new Value(bent.output()),
                    Optional.empty(),
                    false,
                    new Value(bent.output())));
  }

  private Optional<FeedForward> gated(LinearLayer linear) {
    List<String> halves = halves(linear.output().name());
    for (int i = 0; i < halves.size(); i++) {
      String gate = halves.get(i);
      String value = halves.get(1 - i);
      Optional<FeedForward> found =
          activations
              .after(gate)
              .flatMap(
                  bent ->
                      index
                          .onlyReader(bent.output())
                          .filter(node -> node.is("Mul") && node.inputs().contains(value))
                          .map(
                              product ->
                                  unit(
                                      linear,
                                      bent,
                                      new Value(gate),
                                      new Value(value),
                                      halves.indexOf(value) == 0,
                                      new Value(product.output()))));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static FeedForward unit(
      LinearLayer linear,
      ActivationFinder.Bent bent,
      Value gate,
      Value value,
      boolean valueFirst,
      Value product) {
    return new FeedForward(
        linear.path(),
        linear,
        bent.kind(),
        gate,
        new Value(bent.output()),
        Optional.of(value),
        valueFirst,
        product);
  }

  /** The first half first. */
  private List<String> halves(String value) {
    List<Node> readers = index.dataReaders(value);
    if (readers.size() == 1 && readers.get(0).is("Split")) {
      return readers.get(0).outputs().size() == 2 ? readers.get(0).outputs() : List.of();
    }
    return readers.size() == 2 && readers.stream().allMatch(node -> node.is("Slice"))
        ? readers.stream()
            .sorted(Comparator.comparing(slice -> !startsAtZero(slice)))
            .map(Node::output)
            .toList()
        : List.of();
  }

  private boolean startsAtZero(Node slice) {
    return index.number(slice.input(1)).filter(start -> start == 0).isPresent();
  }
}
