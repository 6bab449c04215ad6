package dev.kiln.plugin.detailer;

import dev.kiln.spi.BadRequest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of one unit say, each in its type. Texts that say a number or true or false are
 * that, as in webUI.
 *
 * @param name of the unit, to begin messages with: {@code ADetailer unit 1}
 */
record UnitValues(String name, Map<UnitField, Object> values) {
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");

  /** Pydantic's words for true and false. */
  private static final Set<String> YES = Set.of("1", "1.0", "on", "t", "true", "y", "yes");

  private static final Set<String> NO = Set.of("0", "0.0", "off", "f", "false", "n", "no");

  /**
   * Read fields; what is not said or null has its usual value.
   *
   * @throws BadRequest when a value is of a wrong type or out of range
   */
  static UnitValues of(String name, Map<UnitField, ?> said) {
    Map<UnitField, Object> values = new EnumMap<>(UnitField.class);
    for (UnitField field : UnitField.values()) {
      Object value = said.get(field);
      values.put(field, value == null ? field.usual() : read(name, field, value));
    }
    return new UnitValues(name, values);
  }

  private static Object read(String name, UnitField field, Object value) {
    Optional<Object> read =
        field.usual() instanceof Boolean
            ? flag(value)
            : field.usual() instanceof Number
                ? number(field, value)
                : field.usual() instanceof Named usual ? choice(usual, value) : text(value);
    return read.orElseThrow(
        () ->
            new BadRequest(
                "%s: %s is %s; it must be %s"
                    .formatted(name, field.json(), shown(value), expected(field))));
  }

  private static Optional<Object> flag(Object value) {
    String said = String.valueOf(value).strip().toLowerCase(Locale.ROOT);
    return YES.contains(said) || NO.contains(said)
        ? Optional.of(YES.contains(said))
        : Optional.empty();
  }

  private static Optional<Object> number(UnitField field, Object value) {
    String said = value instanceof String text ? text.strip().toLowerCase(Locale.ROOT) : "";
    Optional<Double> number =
        value instanceof Number it
            ? Optional.of(it.doubleValue())
            : Optional.of(said).filter(it -> NUMBER.matcher(it).matches()).map(Double::valueOf);
    boolean whole = field.usual() instanceof Integer;
    return number
        .filter(it -> it >= field.min() && it <= field.max())
        .filter(it -> !whole || it == Math.rint(it))
        .map(it -> whole ? (Object) it.intValue() : it);
  }

  private static Optional<Object> choice(Named usual, Object value) {
    String said = String.valueOf(value).strip();
    return Arrays.stream(usual.getClass().getEnumConstants())
        .filter(it -> it.label().equalsIgnoreCase(said))
        .map(Object.class::cast)
        .findFirst();
  }

  private static Optional<Object> text(Object value) {
    return Optional.of(value).filter(String.class::isInstance);
  }

  private static String expected(UnitField field) {
    if (field.usual() instanceof Boolean) {
      return "true or false";
    } else if (field.usual() instanceof Named named) {
      return String.join(" or ", Named.labels(named));
    } else if (field.usual() instanceof Number usual) {
      return "a %snumber of %s to %s"
          .formatted(
              usual instanceof Integer ? "whole " : "", plain(field.min()), plain(field.max()));
    }
    return "text";
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  /** A value as messages tell it: a text in quotes, none of them long. */
  static String shown(@Nullable Object value) {
    String text = String.valueOf(value);
    String cut = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return value instanceof String ? '"' + cut + '"' : cut;
  }

  /** The same with fields at their usual values. */
  UnitValues without(Set<UnitField> fields) {
    Map<UnitField, Object> left = new EnumMap<>(values);
    fields.forEach(field -> left.put(field, field.usual()));
    return new UnitValues(name, left);
  }

  Object get(UnitField field) {
    return values.getOrDefault(field, field.usual());
  }

  boolean is(UnitField field) {
    return (Boolean) get(field);
  }

  int whole(UnitField field) {
    return (Integer) get(field);
  }

  double number(UnitField field) {
    return ((Number) get(field)).doubleValue();
  }

  String text(UnitField field) {
    return (String) get(field);
  }
}
