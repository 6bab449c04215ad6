package dev.kiln.host.http;

import dev.kiln.host.http.FieldTable.Field;
import dev.kiln.host.http.PluginSite.PluginRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The description of the routes that are served at this moment, as OpenAPI 3.1. */
final class OpenApi {
  private static final Pattern PART = Pattern.compile("\\{([^}]+)}");

  private final String version;
  private final boolean guarded;
  private final Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
  private final Map<String, Object> schemas = new LinkedHashMap<>();

  /**
   * @param guarded whether every request needs credentials
   */
  OpenApi(String version, boolean guarded) {
    this.version = version;
    this.guarded = guarded;
  }

  Map<String, Object> describe(List<HostRoute> host, List<PluginRoute> plugins) {
    host.forEach(this::add);
    plugins.forEach(
        route ->
            put(
                route.method(),
                route.path(),
                operation(route.path(), route.summary(), route.plugin())));
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("schemas", schemas);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Kiln", "version", version));
    document.put("paths", paths);
    document.put("components", components);
    if (guarded) {
      components.put("securitySchemes", Map.of("basic", Map.of("type", "http", "scheme", "basic")));
      document.put("security", List.of(Map.of("basic", List.of())));
    }
    return document;
  }

  private void add(HostRoute route) {
    Map<String, Object> operation = operation(route.path(), route.summary(), "host");
    FieldTable body = route.body();
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
    operation.put(
        "responses",
        Map.of(
            "200", Map.of("description", "the answer"),
            "422", Map.of("description", "the request is wrong; the detail says how")));
    return operation;
  }

  private static String name(MatchResult part) {
    return part.group(1);
  }

  private static Map<String, Object> schema(FieldTable table) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Field field : table.fields()) {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("type", List.of(field.kind().schema(), "null"));
      if (field.standard() != null) {
        property.put("default", field.standard());
      }
      properties.put(field.name(), property);
    }
    return Map.of("type", "object", "properties", properties);
  }
}
