package dev.kiln.host.network;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.spi.graph.Value;
import java.util.Arrays;
import java.util.List;

/** Declares inputs and outputs of a graph under the names that {@code optimum} gives them. */
record Ports(Graph graph) {
  /**
   * @param shape sizes as {@link Integer}, names of free sizes as {@link String}
   */
  Value input(String name, ElementType type, Object... shape) {
    graph.inputs().add(new GraphPort(name, type, dimensions(shape)));
    return new Value(name);
  }

  Value input(String name, Object... shape) {
    return input(name, ElementType.FLOAT, shape);
  }

  /** Give a value to the outside: outputs have names of their own, so it is passed on. */
  void output(ModuleWriter module, String name, Value value, Object... shape) {
    graph.outputs().add(new GraphPort(name, ElementType.FLOAT, dimensions(shape)));
    module.graph().output(name, value);
  }

  private static List<Dimension> dimensions(Object... shape) {
    return Arrays.stream(shape)
        .map(it -> it instanceof Integer size ? Dimension.of(size) : Dimension.free((String) it))
        .toList();
  }
}
