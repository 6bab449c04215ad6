package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request to a plugin's route. It is over when {@code handle} returns, or when the last
 * event is sent; what came with it is deleted then. A body is read once: as JSON, as bytes or as a
 * form. One of more than 64 MB is answered with 413.
 */
@ProvidedByHost
public interface ApiCall {
  /** Upper case: GET, POST, DELETE, ... */
  String method();

  /** The route as declared, for example {@code /kiln/v1/things/{name}}. */
  String route();

  /** The value of a part of the route in braces. */
  String pathValue(String name);

  /** A header of the request, its name in any case. */
  Optional<String> header(String name);

  /**
   * The server as its client calls it, behind a proxy too: {@code https://pictures.example:8443}.
   */
  String origin();

  /** The text behind {@code name=} in the query; the first one where there are several. */
  Optional<String> query(String name);

  /**
   * The query bound to the record that the route declares as {@code @Route(query)}. Strings that
   * are numbers or booleans are converted.
   *
   * @throws dev.kiln.spi.BadRequest when a value does not fit
   */
  <T extends Record> T query(Class<T> type);

  /**
   * The JSON object of the body bound to the record that the route declares as
   * {@code @Route(body)}. Fields that it does not declare are ignored, null counts as absent, and
   * strings that are numbers or booleans are converted.
   *
   * @throws dev.kiln.spi.BadRequest when the body is not a JSON object, or a value does not fit
   */
  <T extends Record> T body(Class<T> type);

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

  /** The body as it came; of no bytes when there is none. */
  ApiContent content();

  /**
   * A part of a form, {@code multipart/form-data}; empty where the form, or a body that is no form,
   * has none of this name.
   *
   * @throws dev.kiln.spi.BadRequest when there are several, or the form cannot be read
   */
  Optional<ApiContent> part(String name);

  /**
   * The names of a form's parts in their order, each once; none where the body is no form. For
   * forms whose names are not known before: {@code options[steps]}.
   *
   * @throws dev.kiln.spi.BadRequest when the form cannot be read
   */
  List<String> partNames();
}
