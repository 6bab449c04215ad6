package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.util.Map;
import java.util.Optional;

/** One HTTP request to a plugin's route. */
@ProvidedByHost
public interface ApiCall {
  /** Upper case: GET, POST, DELETE, ... */
  String method();

  /** The route as declared, for example {@code /kiln/v1/things/{name}}. */
  String route();

  /** The value of a part of the route in braces. */
  String pathValue(String name);

  Optional<String> query(String name);

  /**
   * The body as JSON: maps, lists, strings, numbers, booleans and null.
   *
   * @throws dev.kiln.spi.BadRequest when there is none or it is not a JSON object
   */
  Map<String, Object> body();

  /**
   * The body as any JSON: a map, list, string, number or boolean.
   *
   * @throws dev.kiln.spi.BadRequest when there is none or it is not JSON
   */
  Object json();
}
