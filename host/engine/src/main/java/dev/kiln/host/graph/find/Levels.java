package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** How often the picture was downsampled before each value that is computed from it. */
final class Levels {
  private final Map<String, Integer> levels = new HashMap<>();

  Levels(GraphIndex index) {
    index.graph().inputs().stream()
        .filter(port -> port.shape().size() == 4)
        .findFirst()
        .ifPresent(port -> levels.put(port.name(), 0));
    index.nodes().forEach(this::follow);
  }

  private void follow(Node node) {
    if (node.is("Shape") || node.is("Size")) {
      return;
    }
    for (String input : node.inputs()) {
      Integer before = levels.get(input);
      if (before != null) {
        int level = before + change(node);
        node.outputs().forEach(output -> levels.put(output, level));
        return;
      }
    }
  }

  private int change(Node node) {
    return switch (node.operator()) {
      case "Conv", "AveragePool", "MaxPool" -> halvings(node);
      case "ConvTranspose" -> -halvings(node);
      // A resize to the same size, or by 1, does not occur: exporters leave it out.
      case "Resize", "Upsample" -> -1;
      default -> 0;
    };
  }

  private static int halvings(Node node) {
    return node.wholes("strides").stream()
        .mapToInt(stride -> 63 - Long.numberOfLeadingZeros(Math.max(1, stride)))
        .findFirst()
        .orElse(0);
  }

  OptionalInt of(String value) {
    Integer level = levels.get(value);
    return level == null ? OptionalInt.empty() : OptionalInt.of(level);
  }

  /** How many tokens a value has in a graph made for one shape: a picture's, or the text's. */
  long tokens(String value, NetworkKind kind, NetworkShape shape) {
    Integer level = levels.get(value);
    if (level == null) {
      return shape.conditionTokens();
    }
    // An encoder starts at the picture, eight times as high and wide as its latents.
    int from = kind == NetworkKind.VAE_ENCODER ? 3 : 0;
    return size((long) shape.latentHeight() << from, level)
        * size((long) shape.latentWidth() << from, level);
  }

  private static long size(long full, int level) {
    return level < 0 ? full << -level : full + (1L << level) - 1 >> level;
  }
}
