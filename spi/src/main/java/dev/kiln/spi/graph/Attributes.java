package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The attributes of an operator: whole numbers, real numbers, text and lists of numbers, as the
 * ONNX operator list names them. Immutable.
 */
@ValueType
public final class Attributes {
  /** No attribute: the operator's own defaults. */
  public static final Attributes NONE = new Attributes(Map.of());

  private final Map<String, Object> values;

  private Attributes(Map<String, Object> values) {
    this.values = values;
  }

  public static Attributes of(String name, long value) {
    return NONE.and(name, value);
  }

  public static Attributes of(String name, float value) {
    return NONE.and(name, value);
  }

  public static Attributes of(String name, String value) {
    return NONE.and(name, value);
  }

  public static Attributes ofList(String name, long... values) {
    return NONE.andList(name, values);
  }

  public Attributes and(String name, long value) {
    return with(name, value);
  }

  public Attributes and(String name, float value) {
    return with(name, value);
  }

  public Attributes and(String name, String value) {
    return with(name, value);
  }

  public Attributes andList(String name, long... values) {
    return with(name, values.clone());
  }

  /** By name, in the order given: {@code Long}, {@code Float}, {@code String}, {@code long[]}. */
  public Map<String, Object> values() {
    return values;
  }

  private Attributes with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Attributes(Collections.unmodifiableMap(more));
  }
}
