package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import dev.kiln.host.fields.FieldTable.Field;
import dev.kiln.host.fields.Kind;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.OptionsIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.host.plugin.RouteInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The description of the routes that are served at this moment, as OpenAPI 3.1. */
final class OpenApi {
  private static final String PLUGINS = "PluginOptions";

  /** As OpenAPI 3.1 describes bytes. */
  private static final Map<String, Object> BYTES = Map.of();

  private static final Pattern PART = Pattern.compile("\\{([^}]+)}");

  private final String version;
  private final Access access;
  private final Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
  private final Map<String, Object> schemas = new LinkedHashMap<>();

  /**
   * @param access which credentials every request needs
   */
  OpenApi(String version, Access access) {
    this.version = version;
    this.access = access;
  }

  /**
   * @param options of plugins, which requests carry by plugin id
   */
  Map<String, Object> describe(
      List<HostRoute> host,
      List<Contribution<RouteIndex>> plugins,
      List<Contribution<OptionsIndex>> options) {
    host.forEach(this::add);
    schemas.put(PLUGINS, strict(options(options), "object", "null"));
    plugins.forEach(it -> add(it.plugin(), it.what()));
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("schemas", schemas);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Kiln", "version", version));
    document.put("paths", paths);
    document.put("components", components);
    if (access.guarded()) {
      Map<String, Object> schemes = new LinkedHashMap<>();
      access.schemes().forEach(it -> schemes.put(it, Map.of("type", "http", "scheme", it)));
      components.put("securitySchemes", schemes);
      document.put("security", access.schemes().stream().map(it -> Map.of(it, List.of())).toList());
    }
    return document;
  }

  private void add(String plugin, RouteIndex route) {
    Map<String, Object> operation = operation(route.path(), route.summary(), plugin);
    RouteInput takes = route.takes();
    for (FieldIndex field : takes.query()) {
      parameters(operation).add(query(field, RouteInput.names(field).get(0)));
    }
    Map<String, Object> bodies = new LinkedHashMap<>();
    takes.types().forEach(type -> bodies.put(type, Map.of("schema", body(takes, type))));
    Set<Integer> statuses = new TreeSet<>(Set.of(200, 400, 404, 408, 413, 422, 429, 503));
    if (!bodies.isEmpty()) {
      operation.put("requestBody", Map.of("content", bodies));
      statuses.add(415);
    }
    // What a plugin's own answers may be, it does not say.
    operation.put("responses", responses(statuses));
    put(route.method(), route.path(), operation);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> parameters(Map<String, Object> operation) {
    return (List<Object>) operation.get("parameters");
  }

  private static Map<String, Object> query(FieldIndex field, String name) {
    return Map.of("name", name, "in", "query", "schema", option(field));
  }

  private static Map<String, Object> body(RouteInput takes, String type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    switch (type) {
      case RouteInput.JSON ->
          takes.body().forEach(it -> properties.put(RouteInput.names(it).get(0), option(it)));
      case RouteInput.FORM -> takes.parts().forEach(part -> properties.put(part, BYTES));
      default -> {
        return BYTES;
      }
    }
    return Map.of("type", "object", "properties", properties);
  }

  private void add(HostRoute route) {
    Map<String, Object> operation = operation(route.path(), route.summary(), "host");
    Set<Integer> statuses = new TreeSet<>(route.statuses());
    if (statuses.stream().noneMatch(status -> status < 300)) {
      statuses.add(200);
    }
    if (route.path().contains("{")) {
      statuses.add(404);
    }
    FieldTable body = route.takes().body();
    if (body != null) {
      statuses.addAll(List.of(400, 408, 413, 415, 422, 429));
    }
    for (Field field : route.takes().query().fields()) {
      parameters(operation)
          .add(Map.of("name", field.name(), "in", "query", "schema", property(field)));
      statuses.add(422);
    }
    operation.put("responses", responses(statuses));
    if (body != null) {
      schemas.put(body.name(), schema(body));
      Map<String, Object> reference = Map.of("$ref", "#/components/schemas/" + body.name());
      operation.put(
          "requestBody",
          Map.of("content", Map.of("application/json", Map.of("schema", reference))));
    }
    put(route.method(), route.path(), operation);
  }

  private void put(String method, String path, Map<String, Object> operation) {
    paths
        .computeIfAbsent(path, key -> new LinkedHashMap<>())
        .put(method.toLowerCase(Locale.ROOT), operation);
  }

  private static Map<String, Object> operation(String path, String summary, String owner) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", summary);
    operation.put("tags", List.of(owner));
    List<Object> parameters = new ArrayList<>();
    for (String name : PART.matcher(path).results().map(OpenApi::name).toList()) {
      parameters.add(
          Map.of("name", name, "in", "path", "required", true, "schema", Map.of("type", "string")));
    }
    operation.put("parameters", parameters);
    return operation;
  }

  /** With those that every route has; 405 is for methods that are not described. */
  private Map<String, Object> responses(Set<Integer> some) {
    Set<Integer> all = new TreeSet<>(some);
    all.addAll(List.of(403, 500));
    if (access.guarded()) {
      all.add(401);
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    all.forEach(it -> responses.put(it.toString(), Map.of("description", meaning(it))));
    return responses;
  }

  private static String meaning(int status) {
    return switch (status) {
      case 200 -> "the answer";
      case 202 -> "the job, which waits or runs";
      case 400 -> "the body cannot be read, or names an unknown sampler";
      case 401 -> "credentials are missing or wrong";
      case 403 -> "called by another site, or by a name that is not this server's";
      case 404 -> "there is no such thing";
      case 408 -> "the body came too slowly";
      case 409 -> "stopped before a picture was finished";
      case 413 -> "the body is larger than 64 MB";
      case 415 -> "a body of this media type or encoding is not taken";
      case 422 -> "the request is wrong; the detail says how";
      case 429 -> "too many at once; Retry-After says when to come again";
      case 503 -> "this machine cannot do it now; the detail says what helps";
      default -> "a fault of Kiln or of a plugin";
    };
  }

  private static String name(MatchResult part) {
    return part.group(1);
  }

  private static Map<String, Object> schema(FieldTable table) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Field field : table.fields()) {
      properties.put(field.name(), property(field));
    }
    if (properties.containsKey("plugins")) {
      properties.put("plugins", Map.of("$ref", "#/components/schemas/" + PLUGINS));
    }
    return Map.of("type", "object", "properties", properties);
  }

  private static Map<String, Object> property(Field field) {
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("type", field.kind().schema());
    if (!field.help().isEmpty()) {
      property.put("description", field.help());
    }
    if (field.defaultValue() != null) {
      property.put("default", field.defaultValue());
    }
    bound(property, "minimum", field.kind(), field.bounds().lowest());
    bound(property, "maximum", field.kind(), field.bounds().most());
    if (field.bounds().multiple() > 0) {
      property.put("multipleOf", field.bounds().multiple());
    }
    return property;
  }

  private static void bound(Map<String, Object> property, String name, Kind kind, double value) {
    if (!Double.isInfinite(value)) {
      property.put(name, kind == Kind.INTEGER ? (Object) (long) value : (Object) value);
    }
  }

  /** The JSON schema of each plugin's options, by its id. */
  static Map<String, Object> options(List<Contribution<OptionsIndex>> options) {
    Map<String, Object> byId = new LinkedHashMap<>();
    for (Contribution<OptionsIndex> group : options) {
      Map<String, Object> properties = new LinkedHashMap<>();
      group.what().fields().forEach(field -> properties.put(field.name(), option(field)));
      byId.put(group.plugin(), strict(properties, "object"));
    }
    return byId;
  }

  private static Map<String, Object> strict(Map<String, Object> properties, String... types) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", types.length == 1 ? types[0] : List.of(types));
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> option(FieldIndex field) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type(field));
    schema.put("title", field.label());
    if (!field.help().isEmpty()) {
      schema.put("description", field.help());
    }
    schema.put("default", field.defaultValue());
    if (!field.choices().isEmpty()) {
      schema.put("enum", field.choices());
    }
    if (field.lowest() != null) {
      schema.put("minimum", field.lowest());
    }
    if (field.highest() != null) {
      schema.put("maximum", field.highest());
    }
    return schema;
  }

  private static String type(FieldIndex field) {
    return switch (field.type()) {
      case "boolean" -> "boolean";
      case "int" -> "integer";
      case "double" -> "number";
      case "List" -> "array";
      default -> "string";
    };
  }
}
