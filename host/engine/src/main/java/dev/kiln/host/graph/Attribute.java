package dev.kiln.host.graph;

import java.util.List;

/** The value of a node's attribute. */
public sealed interface Attribute {
  record Whole(long value) implements Attribute {}

  record Real(float value) implements Attribute {}

  record Text(String value) implements Attribute {}

  record Wholes(long[] values) implements Attribute {}

  record Reals(float[] values) implements Attribute {}

  record Texts(List<String> values) implements Attribute {}

  /** The value of a {@code Constant} node. */
  record Constant(Weight value) implements Attribute {}

  /** The body of a {@code Scan}, {@code Loop} or {@code If}. */
  record Body(Graph graph) implements Attribute {}

  /** The attribute for a value as {@link dev.kiln.spi.graph.Attributes} gives it. */
  public static Attribute of(Object value) {
    if (value instanceof Long number) {
      return new Whole(number);
    } else if (value instanceof Float number) {
      return new Real(number);
    } else if (value instanceof String text) {
      return new Text(text);
    } else if (value instanceof long[] numbers) {
      return new Wholes(numbers);
    }
    throw new IllegalArgumentException("no attribute can hold " + value.getClass());
  }
}
