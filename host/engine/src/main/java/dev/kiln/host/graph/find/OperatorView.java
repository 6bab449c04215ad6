package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.Operator;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node as plugins see it. */
public final class OperatorView {
  private OperatorView() {}

  /** Empty where an attribute is none that plugins can write: a constant, a body. */
  public static Optional<Operator> of(Node node) {
    Attributes attributes = Attributes.NONE;
    for (Map.Entry<String, Attribute> entry : node.attributes().entrySet()) {
      String name = entry.getKey();
      if (entry.getValue() instanceof Attribute.Whole number) {
        attributes = attributes.and(name, number.value());
      } else if (entry.getValue() instanceof Attribute.Real number) {
        attributes = attributes.and(name, number.value());
      } else if (entry.getValue() instanceof Attribute.Text text) {
        attributes = attributes.and(name, text.value());
      } else if (entry.getValue() instanceof Attribute.Wholes list) {
        attributes = attributes.andList(name, list.values());
      } else {
        return Optional.empty();
      }
    }
    String domain = node.domain().isEmpty() ? "" : node.domain() + ".";
    return Optional.of(
        new Operator(
            domain + node.operator(), values(node.inputs()), attributes, values(node.outputs())));
  }

  private static List<Value> values(List<String> names) {
    return names.stream().map(Value::new).toList();
  }
}
