package dev.kiln.host.fields;

import dev.kiln.host.NearestNames;
import dev.kiln.host.request.Bounds;
import dev.kiln.host.request.RequestField;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object or of a query: their types and defaults. */
public final class FieldTable {
  private final String name;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  /**
   * One field.
   *
   * @param help what it does; empty where that is not said
   */
  public record Field(
      String name, Kind kind, @Nullable Object defaultValue, Bounds bounds, String help) {}

  /**
   * @param name of the schema in the API description
   */
  public FieldTable(String name) {
    this.name = name;
  }

  public FieldTable with(Kind kind, @Nullable Object defaultValue, String... names) {
    for (String field : names) {
      fields.put(field, new Field(field, kind, defaultValue, Bounds.NONE, ""));
    }
    return this;
  }

  /** One of Kiln's, with all that Kiln's table says of it. */
  public FieldTable with(RequestField<?> field) {
    Kind kind = Kind.of(field.type().written());
    String name = field.name();
    fields.put(name, new Field(name, kind, defaultValue(field), field.bounds(), field.help()));
    return this;
  }

  /** Those of Kiln's that have another name, too, and are not here yet. */
  public FieldTable with(Function<RequestField<?>, String> name, List<RequestField<?>> some) {
    some.stream()
        .filter(field -> !name.apply(field).isEmpty() && !fields.containsKey(name.apply(field)))
        .forEach(
            field -> with(Kind.of(field.type().written()), defaultValue(field), name.apply(field)));
    return this;
  }

  private static @Nullable Object defaultValue(RequestField<?> field) {
    Object written = field.writtenDefault();
    return written == null ? null : Kind.of(field.type().written()).convert(written);
  }

  public String name() {
    return name;
  }

  public Set<String> names() {
    return fields.keySet();
  }

  public List<Field> fields() {
    return List.copyOf(fields.values());
  }

  /**
   * Read an object; what is absent or null gets its default value, unknown fields are left out.
   *
   * @throws WrongTypes when values are not of their field's type
   */
  public Values read(Map<String, ?> json) {
    return read("body", json);
  }

  /**
   * The same of a query; of a name that was given twice the last counts.
   *
   * @throws WrongTypes when values are not of their field's type
   */
  public Values readQuery(Map<String, List<String>> query) {
    Map<String, String> last = new LinkedHashMap<>();
    // A value that cannot be decoded is not in the list of its name.
    query.forEach(
        (field, texts) -> last.put(field, texts.isEmpty() ? "" : texts.get(texts.size() - 1)));
    return read("query", last);
  }

  private Values read(String where, Map<String, ?> given) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    List<WrongTypes.Problem> problems = new ArrayList<>();
    for (Field field : fields.values()) {
      Object said = given.get(field.name());
      Object value = said == null ? field.defaultValue() : field.kind().convert(said);
      if (said != null && value == null) {
        problems.add(WrongTypes.Problem.of(where, field, said));
      }
      values.put(field.name(), value);
    }
    if (!problems.isEmpty()) {
      throw new WrongTypes(problems);
    }
    return new Values(values);
  }

  /** Whether there is a field of this name. */
  public boolean has(String field) {
    return fields.containsKey(field);
  }

  /**
   * Refuse fields that are not in this table.
   *
   * @throws BadRequest naming the first one, and the known ones that are nearest to it
   */
  public void refuseUnknown(Map<String, ?> json) {
    json.keySet().forEach(this::demand);
  }

  /**
   * @return true
   * @throws BadRequest when there is no such field, with the known ones that are nearest to it
   */
  public boolean demand(String field) {
    if (!has(field)) {
      throw new BadRequest(
          "unknown field \"" + field + "\"; nearest: " + NearestNames.of(field, fields.keySet()));
    }
    return true;
  }
}
