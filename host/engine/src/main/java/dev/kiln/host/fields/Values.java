package dev.kiln.host.fields;

import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of a {@link FieldTable}, each of its field's type. */
public final class Values {
  private final Map<String, @Nullable Object> values;

  public Values(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  public Map<String, @Nullable Object> all() {
    return values;
  }

  /** The same with null in the place of some. */
  public Values without(String... names) {
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(values);
    for (String name : names) {
      rest.replace(name, null);
    }
    return new Values(rest);
  }

  public @Nullable Object value(String name) {
    return values.get(name);
  }

  /** Empty text where there is no value. */
  public String text(String name) {
    Object value = values.get(name);
    return value == null ? "" : (String) value;
  }

  /** Of a field that may be a text or a list: the list; nothing where it is a text. */
  @SuppressWarnings("unchecked")
  public Optional<List<String>> texts(String name) {
    return values.get(name) instanceof List<?> list
        ? Optional.of((List<String>) list)
        : Optional.empty();
  }

  public @Nullable Double optionalNumber(String name) {
    return (Double) values.get(name);
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /** Empty where there is no value. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> object(String name) {
    Object value = values.get(name);
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  /**
   * @throws BadRequest when an entry is not an object, or holds a null
   */
  @SuppressWarnings("unchecked")
  public Map<String, Map<String, Object>> objects(String name) {
    object(name)
        .forEach(
            (key, entry) -> {
              // A plugin's may be a Map.of, which will not be asked for null.
              if (!(entry instanceof Map<?, ?> fields)
                  || fields.values().stream().anyMatch(Objects::isNull)) {
                throw new BadRequest(
                    name + "." + key + " is " + entry + "; expected an object without nulls");
              }
            });
    return (Map<String, Map<String, Object>>) (Map<String, ?>) object(name);
  }
}
