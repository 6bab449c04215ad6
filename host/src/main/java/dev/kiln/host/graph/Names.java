package dev.kiln.host.graph;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names that a graph has taken, and the values that exist in it. */
final class Names {
  private final Graph graph;
  private final Set<String> taken = new HashSet<>();
  private final Set<String> values = new HashSet<>();
  private final Map<String, Integer> next = new HashMap<>();

  Names(Graph graph) {
    this.graph = graph;
    taken.addAll(graph.weights().keySet());
    graph.inputs().forEach(port -> define(Set.of(port.name())));
    for (Node node : graph.nodes()) {
      taken.add(node.name());
      define(node.outputs());
    }
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
    return values.contains(value)
        || graph.weights().containsKey(value)
        || graph.inputs().stream().anyMatch(port -> port.name().equals(value));
  }
}
