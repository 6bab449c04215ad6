package dev.kiln.spi.testkit;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiCall;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, for tests that call an endpoint directly.
 *
 * @param values of the route's parts in braces and of the query
 * @param json the body: maps, lists, strings, numbers, booleans; null for none
 */
public record FakeApiCall(
    String method, String route, Map<String, String> values, @Nullable Object json)
    implements ApiCall {
  /** A request without body, query and parts. */
  public FakeApiCall(String method, String route) {
    this(method, route, Map.of(), null);
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
}
