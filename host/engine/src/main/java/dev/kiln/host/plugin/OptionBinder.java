package dev.kiln.host.plugin;

import dev.kiln.host.NearestNames;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.spi.BadRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks JSON values against a plugin's declared options and binds them to its record. */
public final class OptionBinder {
  private final String plugin;
  private final List<FieldIndex> fields;

  public OptionBinder(String plugin, OptionsIndex options) {
    this(plugin, options.fields());
  }

  OptionBinder(String plugin, List<FieldIndex> fields) {
    this.plugin = plugin;
    this.fields = fields;
  }

  /**
   * @throws BadRequest when a field is unknown, of a wrong type or out of range
   */
  public void check(Map<String, ?> values) {
    values.forEach((name, value) -> value(field(name), value));
  }

  /** A record of the plugin; what the values leave out has its default. */
  public <T extends Record> T bind(Map<String, ?> values, Class<T> type) {
    check(values);
    return Records.make(
        type,
        component -> {
          FieldIndex field = field(component);
          Object given = values.get(field.name());
          return given == null ? field.defaultValue() : value(field, given);
        },
        "plugin '" + plugin + "' refuses its options: ");
  }

  private FieldIndex field(String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequest(
                    "plugin '"
                        + plugin
                        + "' has no option \""
                        + name
                        + "\"; it has: "
                        + NearestNames.all(name, names())));
  }

  private List<String> names() {
    return fields.stream().map(FieldIndex::name).toList();
  }

  private Object value(FieldIndex field, @Nullable Object json) {
    Optional<Object> value =
        switch (field.type()) {
          case "boolean" -> Optional.ofNullable(json).filter(Boolean.class::isInstance);
          case "int" -> whole(json);
          case "double" ->
              json instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
          // As it came, nulls too: what the items mean is the record's own business.
          case "List" ->
              json instanceof List<?> list
                  ? Optional.of(Collections.unmodifiableList(list))
                  : Optional.empty();
          case "choice" -> choice(field, json);
          default -> Optional.ofNullable(json).filter(String.class::isInstance);
        };
    Object found = value.orElseThrow(() -> wrongType(field, json));
    if (found instanceof Number number) {
      checkRange("plugin '" + plugin + "': " + field.name(), field, number);
    }
    return found;
  }

  static Optional<Object> whole(@Nullable Object json) {
    if (json instanceof Number number) {
      double value = number.doubleValue();
      return value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE
          ? Optional.of(number.intValue())
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** As the choice is written, whatever the case. */
  static Optional<Object> choice(FieldIndex field, @Nullable Object json) {
    return field.choices().stream()
        .filter(choice -> json instanceof String text && text.equalsIgnoreCase(choice))
        .map(Object.class::cast)
        .findFirst();
  }

  private BadRequest wrongType(FieldIndex field, @Nullable Object json) {
    String kind =
        switch (field.type()) {
          case "boolean" -> "true or false";
          case "int" -> "a whole number" + within(field);
          case "double" -> "a number" + within(field);
          case "List" -> "a list";
          case "choice" -> "one of: " + String.join(", ", field.choices());
          default -> "text";
        };
    return new BadRequest(
        "plugin '" + plugin + "': " + field.name() + " is " + json + "; it must be " + kind);
  }

  /**
   * @param what the number is, to begin the message with
   * @throws BadRequest when it is out of range
   */
  static void checkRange(String what, FieldIndex field, Number number) {
    double it = number.doubleValue();
    if (it >= field.min() && it <= field.max()) {
      return;
    }
    throw new BadRequest(
        what + " is " + number + "; it must be " + range(field).orElse("a finite number"));
  }

  /** To end "a number" with. */
  private static String within(FieldIndex field) {
    return range(field).map(it -> (it.startsWith("at ") ? ", " : " from ") + it).orElse("");
  }

  private static Optional<String> range(FieldIndex field) {
    boolean above = !Double.isInfinite(field.min());
    boolean below = !Double.isInfinite(field.max());
    if (above && below) {
      return Optional.of(text(field.min()) + " to " + text(field.max()));
    } else if (above) {
      return Optional.of("at least " + text(field.min()));
    }
    return below ? Optional.of("at most " + text(field.max())) : Optional.empty();
  }

  private static String text(double bound) {
    return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
  }
}
