package dev.kiln.host.graph.write;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Node;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that a graph and its nested bodies have taken, and the values that exist at one place
 * in it: a body sees those around it, but not the other way round.
 */
final class Names {
  private final @Nullable Names outer;
  private final Set<String> taken;
  private final Map<String, Integer> next;
  private final Set<String> values = new HashSet<>();

  Names(Graph graph) {
    outer = null;
    taken = new HashSet<>();
    next = new HashMap<>();
    take(graph);
    graph.inputs().forEach(port -> values.add(port.name()));
    graph.nodes().forEach(node -> values.addAll(node.outputs()));
  }

  private Names(Names outer) {
    this.outer = outer;
    taken = outer.taken;
    next = outer.next;
  }

  /** The names inside a new body. */
  Names inner() {
    return new Names(this);
  }

  String unique(String wanted) {
    String name = wanted;
    while (!taken.add(name)) {
      name = wanted + "_" + next.merge(wanted, 1, Integer::sum);
    }
    return name;
  }

  void define(Collection<String> names) {
    taken.addAll(names);
    values.addAll(names);
  }

  boolean defined(String value) {
    return values.contains(value) || outer != null && outer.defined(value);
  }

  private void take(Graph graph) {
    taken.addAll(graph.weights().keySet());
    graph.inputs().forEach(port -> taken.add(port.name()));
    for (Node node : graph.nodes()) {
      taken.add(node.name());
      taken.addAll(node.outputs());
      node.bodies().forEach(this::take);
    }
  }
}
