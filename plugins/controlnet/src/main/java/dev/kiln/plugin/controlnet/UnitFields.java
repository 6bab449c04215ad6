package dev.kiln.plugin.controlnet;

import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of one unit. Values that are null are as absent, as in webUI.
 *
 * @param name of the unit, to begin messages with: {@code ControlNet unit 0}
 */
record UnitFields(String name, Map<?, ?> json) {
  /** The value of the first of these fields that is there. */
  Optional<Object> value(String... fields) {
    return Arrays.stream(fields)
        .<@Nullable Object>map(json::get)
        .filter(v -> v != null)
        .findFirst();
  }

  String text(String field, String standard) {
    Object value = value(field).orElse(standard);
    if (value instanceof String text) {
      return text;
    }
    throw wrong(field, value, "text");
  }

  boolean flag(String field, boolean standard) {
    Object value = value(field).orElse(standard);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(field, value, "true or false");
  }

  /** A number; of several names for it the first that is there counts. */
  double number(double standard, double min, double max, String... fields) {
    Object value = value(fields).orElse(standard);
    if (value instanceof Number number
        && !(number.doubleValue() < min || number.doubleValue() > max)) {
      return number.doubleValue();
    }
    throw wrong(fields[0], value, "a number of %s to %s".formatted(plain(min), plain(max)));
  }

  /** A number of any size. */
  double number(String field, double standard) {
    Object value = value(field).orElse(standard);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(field, value, "a number");
  }

  /** A list of numbers; empty where there is none. */
  List<Double> numbers(String field) {
    Object value = value(field).orElse(List.of());
    List<Double> numbers = new ArrayList<>();
    if (value instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
      list.forEach(number -> numbers.add(((Number) number).doubleValue()));
      return numbers;
    }
    throw wrong(field, value, "a list of numbers");
  }

  /** A choice by its label in any case, by an older name, or by its place from 0. */
  <E extends Enum<E> & Named> E choice(String field, E standard, Map<String, E> aliases) {
    E[] all = standard.getDeclaringClass().getEnumConstants();
    Object value = value(field).orElse(standard.label());
    if (value instanceof Number number
        && number.intValue() >= 0
        && number.intValue() <= all.length) {
      // webUI's fourth way to resize is that of latents, which a hint has not.
      return all[number.intValue() % all.length];
    }
    String text = String.valueOf(value).strip();
    E alias = aliases.get(text.toLowerCase(Locale.ROOT));
    return Arrays.stream(all)
        .filter(it -> it.label().equalsIgnoreCase(text))
        .findFirst()
        .or(() -> Optional.ofNullable(alias))
        .orElseThrow(
            () ->
                wrong(
                    field,
                    value,
                    String.join(" or ", Arrays.stream(all).map(Named::label).toList())));
  }

  BadRequest wrong(String field, Object value, String expected) {
    String text = String.valueOf(value);
    String found = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return new BadRequest(name + ": " + field + " is " + found + "; it must be " + expected);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
