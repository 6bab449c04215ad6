package dev.kiln.plugin.fast.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is drawn with each setting.
 *
 * @param model name or path; empty for the default one
 * @param size {@code 512x512}; empty for the model's own
 * @param sampler name; empty for Kiln's default
 * @param judged whether the default model's segmenter looks for what the prompts name
 */
record Job(String model, String size, String sampler, int steps, boolean judged) {
  /** Lets this plugin take part, which counts, and choose nothing. */
  private static final Setting COUNTED = Setting.plugin("fast", Map.of("pace", "full"));

  /** A request, as {@code POST /kiln/v1/txt2img} takes it. */
  Map<String, Object> request(Setting setting, long seed) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", Scene.of(seed).prompt());
    fields.put("model", model);
    fields.put("seed", seed);
    fields.put("steps", steps);
    if (!sampler.isEmpty()) {
      fields.put("sampler", sampler);
    }
    if (!size.isEmpty()) {
      String[] sides = size.split("x");
      fields.put("width", Integer.valueOf(sides[0]));
      fields.put("height", Integer.valueOf(sides[1]));
    }
    fields.putAll(setting.and(COUNTED).fields());
    return fields;
  }
}
