package dev.kiln.host.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** The order in which nodes can be computed, and which of them anything needs. */
public final class NodeOrder {
  private NodeOrder() {}

  /** What a node reads: its inputs, and what its bodies read from around them. */
  public static Set<String> reads(Node node) {
    Set<String> reads = new LinkedHashSet<>(node.inputs());
    node.bodies().forEach(body -> reads.addAll(free(body)));
    reads.remove("");
    return reads;
  }

  private static Set<String> free(Graph body) {
    Set<String> free = new LinkedHashSet<>();
    Set<String> own = new HashSet<>(body.weights().keySet());
    body.inputs().forEach(port -> own.add(port.name()));
    for (Node node : body.nodes()) {
      free.addAll(reads(node));
      own.addAll(node.outputs());
    }
    body.outputs().forEach(port -> free.add(port.name()));
    free.removeAll(own);
    return free;
  }

  /**
   * Only the nodes that some values are computed from, in an order in which they can be computed:
   * that of the list where it can be.
   *
   * @throws IllegalStateException when nodes wait for each other
   */
  public static List<Node> needed(List<Node> nodes, Collection<String> wanted) {
    Map<String, Integer> makers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        makers.put(output, i);
      }
    }
    Map<Integer, Set<Integer>> before = new HashMap<>();
    List<Integer> open = new ArrayList<>();
    wanted.stream().filter(makers::containsKey).map(makers::get).forEach(open::add);
    while (!open.isEmpty()) {
      int node = open.remove(open.size() - 1);
      if (!before.containsKey(node)) {
        Set<Integer> sources = new HashSet<>();
        for (String read : reads(nodes.get(node))) {
          if (makers.containsKey(read)) {
            sources.add(makers.get(read));
          }
        }
        before.put(node, sources);
        open.addAll(sources);
      }
    }
    return sorted(nodes, before);
  }

  private static List<Node> sorted(List<Node> nodes, Map<Integer, Set<Integer>> before) {
    Map<Integer, List<Integer>> after = new HashMap<>();
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    before.forEach(
        (node, sources) -> {
          sources.forEach(
              source -> after.computeIfAbsent(source, any -> new ArrayList<>()).add(node));
          if (sources.isEmpty()) {
            ready.add(node);
          }
        });
    List<Node> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int node = ready.remove();
      sorted.add(nodes.get(node));
      for (int reader : after.getOrDefault(node, List.of())) {
        Set<Integer> sources = before.get(reader);
        sources.remove(node);
        if (sources.isEmpty()) {
          ready.add(reader);
        }
      }
      before.remove(node);
    }
    if (!before.isEmpty()) {
      throw new IllegalStateException(
          "the nodes "
              + before.keySet().stream().map(nodes::get).limit(5).toList()
              + " wait for each other");
    }
    return sorted;
  }
}
