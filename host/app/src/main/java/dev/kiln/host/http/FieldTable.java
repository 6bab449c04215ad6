package dev.kiln.host.http;

import dev.kiln.host.sampler.NearestNames;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object: their types and their values where none is given. */
final class FieldTable {
  private final String name;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  /** One field. */
  record Field(String name, Kind kind, @Nullable Object defaultValue) {}

  /**
   * @param name of the schema in the API description
   */
  FieldTable(String name) {
    this.name = name;
  }

  FieldTable with(Kind kind, @Nullable Object defaultValue, String... names) {
    for (String field : names) {
      fields.put(field, new Field(field, kind, defaultValue));
    }
    return this;
  }

  String name() {
    return name;
  }

  List<Field> fields() {
    return List.copyOf(fields.values());
  }

  /**
   * Read an object; what is absent or null gets its default value, unknown fields are left out.
   *
   * @throws WrongTypes when values are not of their field's type
   */
  Values read(Map<String, ?> json) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    List<WrongTypes.Problem> problems = new ArrayList<>();
    for (Field field : fields.values()) {
      Object given = json.get(field.name());
      Object value = given == null ? field.defaultValue() : field.kind().convert(given);
      if (given != null && value == null) {
        problems.add(WrongTypes.Problem.of(field));
      }
      values.put(field.name(), value);
    }
    if (!problems.isEmpty()) {
      throw new WrongTypes(problems);
    }
    return new Values(values);
  }

  /**
   * Refuse fields that are not in this table.
   *
   * @throws BadRequest naming the first one, and the known ones that are nearest to it
   */
  void refuseUnknown(Map<String, ?> json) {
    for (String given : json.keySet()) {
      if (!fields.containsKey(given)) {
        throw new BadRequest(
            "unknown field \"" + given + "\"; nearest: " + NearestNames.of(given, fields.keySet()));
      }
    }
  }
}
