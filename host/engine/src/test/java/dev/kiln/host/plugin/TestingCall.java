package dev.kiln.host.plugin;

import dev.kiln.spi.host.ApiCall;
import java.util.Map;
import java.util.Optional;

/** A GET of a route without parts, query or body. */
record TestingCall(String route) implements ApiCall {
  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String pathValue(String name) {
    return "";
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.empty();
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
