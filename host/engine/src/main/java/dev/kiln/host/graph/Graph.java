package dev.kiln.host.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network as ONNX describes it, without its large weights, which stay in their files. Nodes stand
 * in an order in which they can be computed. For one thread at a time.
 */
public final class Graph {
  private final String name;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private final List<GraphPort> inputs = new ArrayList<>();
  private final List<GraphPort> outputs = new ArrayList<>();
  private final Map<String, Long> operatorSets = new TreeMap<>();

  public Graph(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public List<Node> nodes() {
    return nodes;
  }

  /** By name. */
  public Map<String, Weight> weights() {
    return weights;
  }

  public List<GraphPort> inputs() {
    return inputs;
  }

  public List<GraphPort> outputs() {
    return outputs;
  }

  /** The version of each domain's operators; the empty domain is ONNX's own. */
  public Map<String, Long> operatorSets() {
    return operatorSets;
  }

  public void add(Weight weight) {
    weights.put(weight.name(), weight);
  }
}
