package dev.kiln.plugin.controlnet;

import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of one unit. Values that are null are as absent, and texts that say a number or true or
 * false are that, as in webUI.
 *
 * @param name of the unit, to begin messages with: {@code ControlNet unit 0}
 */
record UnitFields(String name, Map<?, ?> json) {
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?");

  /** Pydantic's words for true and false. */
  private static final Set<String> YES = Set.of("1", "1.0", "on", "t", "true", "y", "yes");

  private static final Set<String> NO = Set.of("0", "0.0", "off", "f", "false", "n", "no");

  /** The value of the first of these fields that is there. */
  Optional<Object> value(String... fields) {
    return Arrays.stream(fields)
        .<@Nullable Object>map(json::get)
        .filter(v -> v != null)
        .findFirst();
  }

  String text(String field, String defaultValue) {
    Object value = value(field).orElse(defaultValue);
    if (value instanceof String text) {
      return text;
    }
    throw wrong(field, value, "text");
  }

  boolean flag(String field, boolean defaultValue) {
    Object value = value(field).orElse(defaultValue);
    String said = String.valueOf(value).strip().toLowerCase(Locale.ROOT);
    if (YES.contains(said) || NO.contains(said)) {
      return YES.contains(said);
    }
    throw wrong(field, value, "true or false");
  }

  /** A number; of several names for it the first that is there counts. */
  double number(double defaultValue, double min, double max, String... fields) {
    Object value = value(fields).orElse(defaultValue);
    return numeric(value)
        .filter(number -> number >= min && number <= max)
        .orElseThrow(
            () ->
                wrong(fields[0], value, "a number of %s to %s".formatted(plain(min), plain(max))));
  }

  /** A number of any size. */
  double number(String field, double defaultValue) {
    Object value = value(field).orElse(defaultValue);
    return numeric(value).orElseThrow(() -> wrong(field, value, "a number"));
  }

  private static Optional<Double> numeric(Object value) {
    String said = value instanceof String text ? text.strip().toLowerCase(Locale.ROOT) : "";
    Optional<Double> number =
        value instanceof Number it
            ? Optional.of(it.doubleValue())
            : Optional.of(said).filter(it -> NUMBER.matcher(it).matches()).map(Double::valueOf);
    return number.filter(Double::isFinite);
  }

  /** A list of numbers; empty where there is none. */
  List<Double> numbers(String field) {
    Object value = value(field).orElse(List.of());
    if (!(value instanceof List<?> list)) {
      throw wrong(field, value, "a list of numbers");
    }
    List<Double> numbers = new ArrayList<>();
    for (Object number : list) {
      numbers.add(numeric(number).orElseThrow(() -> wrong(field, value, "a list of numbers")));
    }
    return numbers;
  }

  /** A choice by its label in any case, by an older name, or by its place from 0. */
  <E extends Enum<E> & Named> E choice(String field, E defaultValue, Map<String, E> aliases) {
    E[] all = defaultValue.getDeclaringClass().getEnumConstants();
    Object value = value(field).orElse(defaultValue.label());
    Optional<Double> place = numeric(value).filter(it -> it >= 0 && it <= all.length);
    if (place.isPresent()) {
      // webUI's fourth way to resize is that of latents, which a hint has not.
      return all[place.get().intValue() % all.length];
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
    return new BadRequest(name + ": " + field + " is " + shown(value) + "; it must be " + expected);
  }

  /** A value as messages tell it: a text in quotes, none of them long. */
  static String shown(@Nullable Object value) {
    String text = String.valueOf(value);
    String cut = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return value instanceof String ? '"' + cut + '"' : cut;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
