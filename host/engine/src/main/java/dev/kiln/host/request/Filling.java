package dev.kiln.host.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  /** The same for a picture from text alone, whether or not that of an infotext was one. */
  public Filling fromText() {
    Map<RequestField<?>, Object> less = new LinkedHashMap<>(fields);
    if (!less.keySet().removeAll(ImageFields.ALL)) {
      return this;
    }
    List<String> more = new ArrayList<>(warnings);
    more.add(
        "the infotext is of a picture that was drawn on another one; img2img draws it again, with that one to begin with");
    return new Filling(less, plugins, more);
  }

  /** Set all of it. */
  public GenerationRequestBuilder fill(GenerationRequestBuilder request) {
    fields.forEach((field, value) -> request.read(field, value));
    return request.plugins(plugins);
  }
}
