package dev.kiln.spi.testkit;

import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RouteInput;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiContent;
import dev.kiln.spi.host.ApiResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, for tests that call an endpoint directly. Records are bound as the plugin's
 * index says.
 *
 * @param values of the route's parts in braces and of the query
 * @param json the body: maps, lists, strings, numbers, booleans; null for none
 * @param headers by their names in lower case
 * @param parts of a form by their names; the whole body goes by the empty one
 */
public record FakeApiCall(
    String method,
    String route,
    Map<String, String> values,
    @Nullable Object json,
    Map<String, String> headers,
    Map<String, ApiContent> parts)
    implements ApiCall {
  /** A request without body, query and parts. */
  public FakeApiCall(String method, String route) {
    this(method, route, Map.of(), null);
  }

  /** A request without headers. */
  public FakeApiCall(
      String method, String route, Map<String, String> values, @Nullable Object json) {
    this(method, route, values, json, Map.of(), Map.of());
  }

  /** The same with a value of the query, or of a part of the route in braces. */
  public FakeApiCall with(String name, String value) {
    return new FakeApiCall(method, route, added(values, name, value), json, headers, parts);
  }

  /** The same with another JSON body. */
  public FakeApiCall withJson(@Nullable Object body) {
    return new FakeApiCall(method, route, values, body, headers, parts);
  }

  /** The same with a header. */
  public FakeApiCall withHeader(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    return new FakeApiCall(method, route, values, json, added(headers, lower, value), parts);
  }

  /** The same with these bytes as the body. */
  public FakeApiCall withContent(String type, byte[] bytes) {
    return withPart("", type, bytes);
  }

  /** The same with a part of a form, which comes without a file's name. */
  public FakeApiCall withPart(String name, String type, byte[] bytes) {
    Bytes content = new Bytes(type, Optional.empty(), bytes);
    return new FakeApiCall(method, route, values, json, headers, added(parts, name, content));
  }

  /** What the plugin that has the route answers. */
  public ApiResponse sendTo(PluginRuntime plugins) {
    AtomicReference<ApiResponse> answer = new AtomicReference<>();
    plugins.services().call(method, route, this, (response, current) -> answer.set(response));
    return Objects.requireNonNull(answer.get(), "no plugin has the route " + method + " " + route);
  }

  /** The JSON that it answers. */
  public @Nullable Object jsonFrom(PluginRuntime plugins) {
    return json(sendTo(plugins));
  }

  /** The JSON that an endpoint answers. */
  public @Nullable Object jsonFrom(HttpEndpoint endpoint) throws Exception {
    return json(endpoint.handle(this));
  }

  private static @Nullable Object json(ApiResponse answer) {
    return answer instanceof ApiResponse.Headed headed
        ? json(headed.answer())
        : ((ApiResponse.Json) answer).json();
  }

  private static <T> Map<String, T> added(Map<String, T> to, String name, T value) {
    Map<String, T> more = new HashMap<>(to);
    more.put(name, value);
    return more;
  }

  @Override
  public String pathValue(String name) {
    return values.get(name);
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public String origin() {
    return "http://" + header("Host").orElse("");
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public <T extends Record> T query(Class<T> type) {
    Map<String, List<String>> texts =
        values.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, it -> List.of(it.getValue())));
    return takes(type).query(texts, type);
  }

  @Override
  public <T extends Record> T body(Class<T> type) {
    return takes(type).body(body(), type);
  }

  /** What the index says that lies beside a class of the plugin. */
  RouteInput takes(Class<?> type) {
    return IndexFiles.beside(type).stream()
        .flatMap(index -> index.extensions().stream())
        .flatMap(extension -> extension.routes().stream())
        .filter(it -> it.method().equals(method) && it.path().equals(route))
        .map(RouteIndex::takes)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no @Route declares " + method + " " + route));
  }

  @Override
  @SuppressWarnings("unchecked")
  public Map<String, Object> body() {
    if (json() instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw new BadRequest("the body of the request is no JSON object");
  }

  @Override
  public Object json() {
    if (json == null) {
      throw new BadRequest("the request has no JSON body");
    }
    return json;
  }

  @Override
  public ApiContent content() {
    return parts.getOrDefault("", new Bytes("", Optional.empty(), new byte[0]));
  }

  @Override
  public Optional<ApiContent> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  @Override
  public List<String> partNames() {
    return parts.keySet().stream().filter(name -> !name.isEmpty()).toList();
  }

  private record Bytes(String type, Optional<String> fileName, byte[] bytes) implements ApiContent {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
