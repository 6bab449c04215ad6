package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Operator;
import dev.kiln.spi.graph.Value;
import java.util.HashMap;
import java.util.Map;

/** How many rows the values of a network have for one row of latents. */
final class Scales {
  /** Of the picture. */
  static final long PICTURE = 8;

  private final NetworkGraph network;
  private final Map<Value, Long> known = new HashMap<>();

  /**
   * @param input of the network's input
   */
  Scales(NetworkGraph network, long input) {
    this.network = network;
    network.inputs().forEach(value -> known.put(value, input));
  }

  /** 0 for parameters and what is made of them alone. */
  long of(Value value) {
    Long found = known.get(value);
    if (found == null) {
      found = network.operator(value).map(this::made).orElse(0L);
      known.put(value, found);
    }
    return found;
  }

  private long made(Operator operator) {
    if (operator.name().equals("Shape")) {
      return 0;
    }
    long scale =
        operator.inputs().stream().mapToLong(this::of).filter(it -> it > 0).findFirst().orElse(0);
    return switch (operator.name()) {
      case "Conv" -> scale / ConvLayer.stride(operator);
      case "Resize" -> scale * ResizeLayer.FACTOR;
      default -> scale;
    };
  }
}
