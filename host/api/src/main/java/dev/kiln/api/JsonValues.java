package dev.kiln.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies of what a program gave as JSON. What JSON cannot say is refused where it is given, since
 * it would mean one thing in this process and another one over HTTP.
 */
final class JsonValues {
  private JsonValues() {}

  /**
   * A copy that nobody changes, in the same order.
   *
   * @param where what an error calls the object, with a dot behind it; empty for the request
   * @throws KilnException when a value is none of JSON's
   */
  static Map<String, Object> object(String where, Map<?, ?> given) {
    Map<String, Object> copy = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          if (!(name instanceof String text)) {
            throw wrong(where, "has the name " + name, "names are strings");
          }
          copy.put(text, value(where + text, value));
        });
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object value(String where, @Nullable Object given) {
    if (given instanceof Map<?, ?> object) {
      return object(where + ".", object);
    } else if (given instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(value(where, item)));
      return Collections.unmodifiableList(copy);
    } else if (given instanceof Number number && !Double.isFinite(number.doubleValue())) {
      throw wrong(where, "is " + number, "it must be a finite number");
    } else if (given == null
        || given instanceof String
        || given instanceof Number
        || given instanceof Boolean) {
      return given;
    }
    throw wrong(
        where, "is " + described(given), "it must be a string, number, boolean, list or map");
  }

  /** A picture among them, or an array, is easily meant. */
  private static String described(Object given) {
    if (given instanceof Picture) {
      return "a picture, which requests carry as its base64()";
    } else if (given instanceof Enum<?> constant) {
      return "the constant " + constant.name() + ", which is written \"" + written(constant) + "\"";
    }
    boolean several = given instanceof Collection<?> || given.getClass().isArray();
    String type = given.getClass().getSimpleName();
    return several ? "a " + type + ", which List.of makes a list" : "an object of " + type;
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static KilnException wrong(String where, String found, String expected) {
    String what = where.replaceFirst("\\.$", "");
    return new KilnException(
        KilnException.Reason.BAD_REQUEST,
        (what.isEmpty() ? "the request" : what) + " " + found + "; " + expected);
  }
}
