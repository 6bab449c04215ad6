package dev.kiln.host.graph.shape;

import dev.kiln.host.graph.Attribute;
import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The element types of a graph's values, followed from its inputs and weights through its nodes.
 */
public final class ElementTypes {
  private static final List<String> WHOLE = List.of("Shape", "Size", "ArgMax", "ArgMin", "NonZero");
  private static final List<String> TRUTH =
      List.of(
          "Equal",
          "Less",
          "Greater",
          "LessOrEqual",
          "GreaterOrEqual",
          "And",
          "Or",
          "Xor",
          "Not",
          "IsNaN",
          "IsInf");

  private final Map<String, ElementType> types = new HashMap<>();

  public static ElementTypes of(Graph graph) {
    ElementTypes types = new ElementTypes();
    types.addAll(graph);
    return types;
  }

  /** The type of a value; float32 where nothing says it. */
  public ElementType of(String value) {
    return types.getOrDefault(value, ElementType.FLOAT);
  }

  public void set(String value, ElementType type) {
    types.put(value, type);
  }

  public void add(Node node) {
    List<Graph> bodies = node.bodies();
    bodies.forEach(this::addAll);
    for (int i = 0; i < node.outputs().size(); i++) {
      if (bodies.isEmpty()) {
        set(node.outputs().get(i), type(node, i));
      } else {
        // A loop's body says first whether to go on.
        int at = node.is("Loop") ? i + 1 : i;
        set(node.outputs().get(i), bodies.get(0).outputs().get(at).type());
      }
    }
  }

  private void addAll(Graph graph) {
    graph.inputs().forEach(port -> set(port.name(), port.type()));
    graph.weights().values().forEach(weight -> set(weight.name(), weight.type()));
    graph.nodes().forEach(this::add);
  }

  private ElementType type(Node node, int output) {
    String operator = node.operator();
    if (WHOLE.contains(operator) || operator.equals("TopK") && output == 1) {
      return ElementType.INT64;
    } else if (TRUTH.contains(operator)) {
      return ElementType.BOOL;
    }
    return switch (operator) {
      case "Cast", "SequenceEmpty" ->
          ElementType.of(
              (int) node.whole(operator.equals("Cast") ? "to" : "dtype", ElementType.FLOAT.code()));
      case "CastLike", "Where", "DequantizeLinear" -> of(node.input(1));
      case "OneHot" -> of(node.input(2));
      case "Constant", "ConstantOfShape" -> constant(node);
      case "MatMulInteger", "ConvInteger" -> ElementType.INT32;
      case "DynamicQuantizeLinear" -> output == 1 ? ElementType.FLOAT : ElementType.UINT8;
      case "QuantizeLinear" -> node.input(2).isEmpty() ? ElementType.UINT8 : of(node.input(2));
      default -> of(node.input(0));
    };
  }

  private static ElementType constant(Node node) {
    if (node.attributes().get("value") instanceof Attribute.Constant constant) {
      return constant.value().type();
    }
    boolean whole =
        node.attributes().containsKey("value_int") || node.attributes().containsKey("value_ints");
    return whole ? ElementType.INT64 : ElementType.FLOAT;
  }
}
