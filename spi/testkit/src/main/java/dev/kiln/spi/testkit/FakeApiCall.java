package dev.kiln.spi.testkit;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiCall;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request, for tests that call an endpoint directly.
 *
 * @param values of the route's parts in braces and of the query
 * @param json the body; empty for none
 */
public record FakeApiCall(
    String method, String route, Map<String, String> values, Map<String, Object> json)
    implements ApiCall {
  /** A request without body, query and parts. */
  public FakeApiCall(String method, String route) {
    this(method, route, Map.of(), Map.of());
  }

  @Override
  public String pathValue(String name) {
    return values.get(name);
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public Map<String, Object> body() {
    if (json.isEmpty()) {
      throw new BadRequest("the request has no JSON body");
    }
    return json;
  }
}
