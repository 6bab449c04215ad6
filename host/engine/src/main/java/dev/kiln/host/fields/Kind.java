package dev.kiln.host.fields;

import dev.kiln.host.plugin.Lenient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The type of a JSON field. Accepted values and error messages are those of pydantic, with which
 * webUI validates: clients show or parse these messages.
 */
public enum Kind {
  TEXT("str type expected", "type_error.str", "string"),
  INTEGER("value is not a valid integer", "type_error.integer", "integer"),
  NUMBER("value is not a valid float", "type_error.float", "number"),
  FLAG("value could not be parsed to a boolean", "type_error.bool", "boolean"),
  LIST("value is not a valid list", "type_error.list", "array"),
  OBJECT("value is not a valid dict", "type_error.dict", "object"),
  /** A text, or a list of texts. */
  PROMPT("str type expected", "type_error.str", "string", "array");

  private final String message;
  private final String code;
  private final List<String> schema;

  Kind(String message, String code, String... schema) {
    this.message = message;
    this.code = code;
    this.schema = List.of(schema);
  }

  /** The one that takes values of a class. */
  public static Kind of(Class<?> written) {
    if (written == Integer.class || written == Long.class) {
      return INTEGER;
    }
    if (written == Double.class) {
      return NUMBER;
    }
    if (written == List.class) {
      return LIST;
    }
    return written == Boolean.class ? FLAG : TEXT;
  }

  /** The type's names in a JSON schema; null is of every type. */
  public List<String> schema() {
    return Stream.concat(schema.stream(), Stream.of("null")).toList();
  }

  public String message() {
    return message;
  }

  public String code() {
    return code;
  }

  /**
   * @return the value as String, Long, Double, Boolean, List or Map; null when it does not fit
   */
  public @Nullable Object convert(Object value) {
    return switch (this) {
      case TEXT -> text(value);
      case INTEGER -> integer(value);
      case NUMBER -> Lenient.number(value).orElse(null);
      case FLAG -> Lenient.flag(value).orElse(null);
      case LIST -> value instanceof List ? value : null;
      case OBJECT -> value instanceof Map ? value : null;
      case PROMPT -> value instanceof List<?> list ? texts(list) : text(value);
    };
  }

  private static @Nullable Object text(Object value) {
    return value instanceof String || value instanceof Number ? value.toString() : null;
  }

  private static @Nullable Object texts(List<?> list) {
    return list.stream().allMatch(String.class::isInstance) ? list : null;
  }

  private static @Nullable Object integer(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double number) {
      boolean whole = number == Math.rint(number) && Math.abs(number) < 1L << 53;
      return whole ? number.longValue() : null;
    }
    try {
      return value instanceof String text ? Long.valueOf(text.strip()) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
