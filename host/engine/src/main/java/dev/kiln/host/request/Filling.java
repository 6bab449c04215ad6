package dev.kiln.host.request;

import java.util.List;
import java.util.Map;

/**
 * What fills the fields that a request does not set: a picture's infotext, or the settings of its
 * model.
 *
 * @param fields their values as JSON has them; what is not here has its default
 * @param plugins options by plugin id, as JSON values
 * @param warnings what was left out of it, or cannot be drawn as it was, a sentence each
 */
public record Filling(
    Map<RequestField<?>, Object> fields,
    Map<String, Map<String, Object>> plugins,
    List<String> warnings) {
  public static final Filling NOTHING = new Filling(Map.of(), Map.of(), List.of());

  /** Set all of it. */
  public GenerationRequestBuilder fill(GenerationRequestBuilder request) {
    fields.forEach((field, value) -> request.read(field, value));
    return request.plugins(plugins);
  }
}
