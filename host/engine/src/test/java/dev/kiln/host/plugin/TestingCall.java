package dev.kiln.host.plugin;

import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiContent;
import dev.kiln.spi.host.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A GET of a route without parts, query or body. */
record TestingCall(String route) implements ApiCall {
  /** The JSON that a plugin answers; empty where none has the route. */
  Optional<Object> jsonFrom(PluginContributions services) {
    AtomicReference<Object> json = new AtomicReference<>();
    services.call(
        "GET", route, this, (answer, current) -> json.set(((ApiResponse.Json) answer).json()));
    return Optional.ofNullable(json.get());
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String pathValue(String name) {
    return "";
  }

  @Override
  public String origin() {
    return "http://127.0.0.1";
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.empty();
  }

  @Override
  public <T extends Record> T query(Class<T> type) {
    return RouteInput.NOTHING.query(Map.of(), type);
  }

  @Override
  public <T extends Record> T body(Class<T> type) {
    return RouteInput.NOTHING.body(Map.of(), type);
  }

  @Override
  public ApiContent content() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ApiContent> part(String name) {
    return Optional.empty();
  }

  @Override
  public List<String> partNames() {
    return List.of();
  }

  @Override
  public Map<String, Object> body() {
    return Map.of();
  }

  @Override
  public Object json() {
    return Map.of();
  }
}
