package dev.kiln.host.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An operator in a graph. Its inputs may be rewired; the rest is fixed. */
public final class Node {
  private final String name;
  private final String domain;
  private final String operator;
  private final List<String> inputs;
  private final List<String> outputs;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();

  /**
   * @param domain empty for ONNX's own operators
   */
  public Node(
      String name, String domain, String operator, List<String> inputs, List<String> outputs) {
    this.name = name;
    this.domain = domain;
    this.operator = operator;
    this.inputs = new ArrayList<>(inputs);
    this.outputs = List.copyOf(outputs);
  }

  /** The module path and the operator where the exporter wrote it so; may be empty. */
  public String name() {
    return name;
  }

  public String domain() {
    return domain;
  }

  public String operator() {
    return operator;
  }

  /** The values it reads; an empty name for an optional one that is left out. */
  public List<String> inputs() {
    return inputs;
  }

  public List<String> outputs() {
    return outputs;
  }

  /** The same node with another name for one of its outputs. */
  Node giving(String output, String other) {
    List<String> renamed =
        outputs.stream().map(name -> name.equals(output) ? other : name).toList();
    Node node = new Node(name, domain, operator, inputs, renamed);
    node.attributes.putAll(attributes);
    return node;
  }

  /** Its first output, the only one of most operators. */
  public String output() {
    return outputs.get(0);
  }

  public Map<String, Attribute> attributes() {
    return attributes;
  }

  public boolean is(String wanted) {
    return operator.equals(wanted);
  }

  /** A whole-number attribute. */
  public long whole(String attribute, long otherwise) {
    return attributes.get(attribute) instanceof Attribute.Whole number ? number.value() : otherwise;
  }

  /** A list of whole numbers, empty where it is missing. */
  public List<Long> wholes(String attribute) {
    return attributes.get(attribute) instanceof Attribute.Wholes list
        ? java.util.Arrays.stream(list.values()).boxed().toList()
        : List.of();
  }

  /** A real-number attribute. */
  float real(String attribute, float otherwise) {
    return attributes.get(attribute) instanceof Attribute.Real number ? number.value() : otherwise;
  }

  /** The bodies that it runs; none for most operators. */
  public List<Graph> bodies() {
    return attributes.values().stream()
        .filter(Attribute.Body.class::isInstance)
        .map(body -> ((Attribute.Body) body).graph())
        .toList();
  }

  /** An optional input; empty where it is left out. */
  String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  @Override
  public String toString() {
    return operator + " " + name + inputs + " -> " + outputs;
  }
}
