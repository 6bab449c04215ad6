package dev.kiln.plugin.mcp.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON schemas of arguments, as clients show them to their models. */
final class Schemas {
  private Schemas() {}

  /** An object that may have other fields, too. */
  static Map<String, Object> object(Map<String, Object> properties, String... required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", List.of(required));
    return schema;
  }

  static Map<String, Object> of(String type, String description) {
    return Map.of("type", type, "description", description);
  }

  /** Those of every picture that is drawn: names of Kiln's fields. */
  static Map<String, Object> drawing() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(
        "prompt",
        of(
            "string",
            "what to draw: words and phrases, separated by commas; <lora:NAME:1> uses a LoRA"));
    properties.put("negative_prompt", of("string", "what is not to be seen"));
    properties.put("width", of("integer", "pixels, a multiple of 8; the model's own if left out"));
    properties.put("height", of("integer", "pixels, a multiple of 8"));
    properties.put("steps", of("integer", "more take longer; the model's own if left out"));
    properties.put("cfg_scale", of("number", "how closely the prompt is followed"));
    properties.put("seed", of("integer", "the same seed gives the same picture"));
    properties.put("sampler", of("string", "a sampler of Kiln's"));
    properties.put("model", of("string", "a name of list_models; the current one if left out"));
    properties.put("count", of("integer", "how many pictures, 1 to 4"));
    properties.put(Results.FORMAT, format());
    return properties;
  }

  static Map<String, Object> format() {
    return Map.of(
        "type",
        "string",
        "enum",
        Results.FORMATS,
        "description",
        "of the picture that is returned; jpeg is smaller");
  }
}
