package dev.kiln.host.graph.recipe;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tells whether two graphs compute the same numbers in the same way: by their operators and small
 * constants, whoever wrote them. The values of weights do not matter.
 */
public final class OperatorHash {
  /** Bytes of the largest constant that is a matter of the structure: an axis, a shape, a scale. */
  private static final int SMALL = 64;

  private final GraphFingerprint fingerprint = new GraphFingerprint();

  private OperatorHash() {}

  /** Of a graph as it will run. */
  public static String of(Graph graph) {
    OperatorHash hash = new OperatorHash();
    hash.add(graph);
    return hash.fingerprint.hash();
  }

  private void add(Graph graph) {
    graph.weights().values().forEach(this::add);
    graph.nodes().forEach(this::add);
  }

  private void add(Weight weight) {
    boolean small = weight.data() instanceof Weight.Inline it && it.bytes().length <= SMALL;
    fingerprint.add(
        weight.name(),
        weight.type().name(),
        Arrays.toString(weight.shape()),
        small ? Arrays.toString(((Weight.Inline) weight.data()).bytes()) : "");
  }

  private void add(Node node) {
    List<String> parts = new ArrayList<>(List.of(node.domain(), node.operator()));
    parts.addAll(node.inputs());
    parts.addAll(node.outputs());
    node.attributes()
        .forEach(
            (name, value) -> {
              parts.add(name);
              parts.add(text(value));
            });
    fingerprint.add(parts.toArray(String[]::new));
    node.attributes().values().forEach(this::addNested);
  }

  private void addNested(Attribute attribute) {
    if (attribute instanceof Attribute.Body body) {
      add(body.graph());
    } else if (attribute instanceof Attribute.Constant constant) {
      add(constant.value());
    }
  }

  private static String text(Attribute attribute) {
    if (attribute instanceof Attribute.Wholes list) {
      return Arrays.toString(list.values());
    } else if (attribute instanceof Attribute.Reals list) {
      return Arrays.toString(list.values());
    }
    boolean nested = attribute instanceof Attribute.Body || attribute instanceof Attribute.Constant;
    return nested ? "" : attribute.toString();
  }
}
