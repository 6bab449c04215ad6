package dev.kiln.host.http;

import dev.kiln.host.plugin.Lenient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The type of a JSON field. Accepted values and error messages are those of pydantic, with which
 * webUI validates: clients show or parse these messages.
 */
enum Kind {
  TEXT("string", "str type expected", "type_error.str"),
  INTEGER("integer", "value is not a valid integer", "type_error.integer"),
  NUMBER("number", "value is not a valid float", "type_error.float"),
  FLAG("boolean", "value could not be parsed to a boolean", "type_error.bool"),
  LIST("array", "value is not a valid list", "type_error.list"),
  OBJECT("object", "value is not a valid dict", "type_error.dict"),
  /** A text, or a list of texts. */
  PROMPT("string", "str type expected", "type_error.str");

  private final String schema;
  private final String message;
  private final String code;

  Kind(String schema, String message, String code) {
    this.schema = schema;
    this.message = message;
    this.code = code;
  }

  /** The one that takes values of a class. */
  static Kind of(Class<?> written) {
    if (written == Integer.class || written == Long.class) {
      return INTEGER;
    }
    if (written == Double.class) {
      return NUMBER;
    }
    return written == Boolean.class ? FLAG : TEXT;
  }

  /** The type's name in a JSON schema. */
  String schema() {
    return schema;
  }

  String message() {
    return message;
  }

  String code() {
    return code;
  }

  /**
   * @return the value as String, Long, Double, Boolean, List or Map; null when it does not fit
   */
  @Nullable Object convert(Object value) {
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
