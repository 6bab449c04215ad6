package dev.kiln.host.plugin;

import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.spi.BadRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a route takes. Values are read as leniently as pydantic reads them, which webUI's clients
 * expect: strings may be numbers.
 *
 * @param query its fields
 * @param body the fields of a JSON body
 * @param accepts media types of other bodies
 * @param parts of a form
 */
public record RouteInput(
    List<FieldIndex> query, List<FieldIndex> body, List<String> accepts, List<String> parts) {
  public static final String JSON = "application/json";
  public static final String FORM = "multipart/form-data";
  public static final RouteInput NOTHING =
      new RouteInput(List.of(), List.of(), List.of(), List.of());

  public RouteInput {
    query = List.copyOf(query);
    body = List.copyOf(body);
    accepts = List.copyOf(accepts);
    parts = List.copyOf(parts);
  }

  /** The media types of its bodies, as {@code image/png} or {@code image/*}. */
  public List<String> types() {
    return Stream.of(
            accepts.stream(),
            Stream.of(FORM).filter(it -> !parts.isEmpty()),
            Stream.of(JSON).filter(it -> !body.isEmpty()))
        .flatMap(it -> it)
        .toList();
  }

  /**
   * Whether a body of this type is taken. Clients send JSON under any type, so that only what takes
   * something else too minds.
   */
  public boolean takes(String type) {
    boolean onlyJson = accepts.isEmpty() && parts.isEmpty();
    return onlyJson
        || types().stream()
            .anyMatch(
                it ->
                    it.equals(type)
                        || it.endsWith("/*") && type.startsWith(it.substring(0, it.length() - 1)));
  }

  /** Whether a field of a JSON body is called so. */
  public boolean names(String name) {
    return body.stream().anyMatch(field -> names(field).contains(name));
  }

  /**
   * The names that a field goes by, the one that is described first.
   *
   * @return at least one
   */
  public static List<String> names(FieldIndex field) {
    return field.webui().isEmpty() ? List.of(field.name()) : field.webui();
  }

  /**
   * The query as a record of the plugin.
   *
   * @param texts all that were given for a name; those of a list are its items
   * @throws BadRequest when a value does not fit
   */
  public <T extends Record> T query(Map<String, List<String>> texts, Class<T> type) {
    Map<String, Object> values = new HashMap<>();
    for (FieldIndex field : query) {
      for (String name : names(field)) {
        List<String> said = texts.getOrDefault(name, List.of());
        if (!said.isEmpty()) {
          values.put(name, field.type().equals("List") ? said : said.get(0));
        }
      }
    }
    return bind(query, values, type);
  }

  /**
   * The JSON object of a body as a record of the plugin; fields that are not declared are ignored.
   *
   * @throws BadRequest when a value does not fit
   */
  public <T extends Record> T body(Map<String, ?> values, Class<T> type) {
    return bind(body, values, type);
  }

  /** What the values leave out, or say as null, has its default. */
  private static <T extends Record> T bind(
      List<FieldIndex> fields, Map<String, ?> values, Class<T> type) {
    return Records.make(
        type,
        component ->
            fields.stream()
                .filter(it -> it.name().equals(component))
                .findFirst()
                .map(field -> value(field, values))
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "the route does not declare " + type.getName() + "." + component)),
        "");
  }

  private static Object value(FieldIndex field, Map<String, ?> values) {
    for (String name : names(field)) {
      Object given = values.get(name);
      if (given != null) {
        return read(field, name, given);
      }
    }
    return field.defaultValue();
  }

  private static Object read(FieldIndex field, String name, Object given) {
    Optional<?> value =
        switch (field.type()) {
          case "boolean" -> Lenient.flag(given);
          case "int" -> Lenient.number(given).flatMap(OptionBinder::whole);
          case "double" -> Lenient.number(given);
          case "List" -> Optional.of(given).filter(List.class::isInstance);
          case "choice" -> OptionBinder.choice(field, given);
          default ->
              Optional.of(given)
                  .filter(it -> it instanceof String || it instanceof Number)
                  .map(Object::toString);
        };
    Object found = value.orElseThrow(() -> new BadRequest(name + " is " + not(field, given)));
    if (found instanceof Number number) {
      OptionBinder.checkRange(name, field, number);
    }
    return found;
  }

  private static String not(FieldIndex field, Object given) {
    return switch (field.type()) {
      case "boolean" -> "neither true nor false: " + shown(given);
      case "int" -> "no whole number: " + shown(given);
      case "double" -> "no number: " + shown(given);
      case "List" -> "no list";
      case "choice" -> "none of " + String.join(", ", field.choices()) + ": " + shown(given);
      default -> "no text: " + shown(given);
    };
  }

  private static String shown(@Nullable Object value) {
    String text = String.valueOf(value);
    String cut = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return value instanceof String ? '"' + cut + '"' : cut;
  }
}
