package dev.kiln.plugin.lora.type;

import dev.kiln.spi.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a file holds for one layer.
 *
 * @param key the file's name of the first of them, for messages
 * @param tensors by the part that each is: {@code lora_up.weight}, {@code alpha}...
 */
public record LayerTensors(String key, Map<String, Tensor> tensors) {
  public boolean has(String... names) {
    return Stream.of(names).allMatch(tensors::containsKey);
  }

  public boolean hasAny(String... names) {
    return Stream.of(names).anyMatch(tensors::containsKey);
  }

  /** The names of all, for messages. */
  public String names() {
    return String.join(", ", new java.util.TreeSet<>(tensors.keySet()));
  }

  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  Tensor get(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException(key + " comes without " + name));
  }

  /**
   * Demand two matrices that can be multiplied.
   *
   * @throws IllegalArgumentException when they are none
   */
  void demandMatch(String left, String right) {
    Tensor a = get(left);
    Tensor b = get(right);
    if (a.rank() < 2 || b.rank() < 2 || a.rowSize() != b.dim(0) || a.size() == 0 || b.size() == 0) {
      throw new IllegalArgumentException(
          "%s %s and %s %s do not belong together"
              .formatted(left, text(a.shape()), right, text(b.shape())));
    }
  }

  OptionalDouble number(String name) {
    return find(name)
        .filter(tensor -> tensor.size() > 0)
        .map(tensor -> OptionalDouble.of(tensor.data()[0]))
        .orElse(OptionalDouble.empty());
  }

  /** s: what the file says, or alpha over the rank, or 1. */
  double scale(int rank) {
    return number("scale").orElseGet(() -> rank == 0 ? 1 : number("alpha").orElse(rank) / rank);
  }

  /** As torch writes it. */
  static String text(int... shape) {
    return java.util.Arrays.toString(shape);
  }
}
