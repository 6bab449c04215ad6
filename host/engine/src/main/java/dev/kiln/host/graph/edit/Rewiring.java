package dev.kiln.host.graph.edit;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.Value;

/** Lets nodes read another value. */
final class Rewiring {
  private Rewiring() {}

  /** Names are unique in the whole graph, so a body's own values are never meant. */
  static void apply(Node node, Value old, Value same) {
    node.inputs().replaceAll(input -> input.equals(old.name()) ? same.name() : input);
    for (Graph body : node.bodies()) {
      body.nodes().forEach(inner -> apply(inner, old, same));
      body.outputs()
          .replaceAll(
              port ->
                  port.name().equals(old.name())
                      ? new GraphPort(same.name(), port.type(), port.shape(), port.kind())
                      : port);
    }
  }
}
