package dev.kiln.host.infotext;

import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.RequestField;
import java.util.List;
import java.util.Map;

/**
 * What an infotext asks for.
 *
 * @param fields their values as JSON has them; what is not here has its default
 * @param plugins options by plugin id, as JSON values
 * @param warnings what of it is left out, or cannot be drawn as it was, a sentence each
 */
public record Recalled(
    Map<RequestField<?>, Object> fields,
    Map<String, Map<String, Object>> plugins,
    List<String> warnings) {
  /** Of no text at all. */
  public static final Recalled NOTHING = new Recalled(Map.of(), Map.of(), List.of());

  /** Begin a request with it. */
  public GenerationRequestBuilder begin(GenerationRequestBuilder request) {
    fields.forEach((field, value) -> request.read(field, value));
    return request.plugins(plugins);
  }
}
