package dev.kiln.plugin.systeminfo.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The request of one cell, as {@code /kiln/v1/txt2img} takes it.
 *
 * @param maps a picture for each ControlNet, in base64
 */
record CellRequest(
    Conditions conditions, Column column, ModelSet models, IntFunction<String> maps) {
  private static final String PROMPT = "a girl with red hair, meadow, day";

  // Regions stay on for all steps: the two-shot default would end them at step 20.
  private static final int NEVER = 150;

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("prompt", prompt());
    fields.put("negative_prompt", "night");
    fields.put("model", models.model());
    fields.put("width", conditions.width());
    fields.put("height", conditions.height());
    fields.put("sampler", conditions.sampler());
    fields.put("steps", conditions.steps());
    fields.put("seed", 1);
    fields.put("attention", column.attention());
    fields.put("plugins", plugins());
    return fields;
  }

  private String prompt() {
    String lora = conditions.lora() ? " <lora:" + models.lora() + ":1>" : "";
    return conditions.regions().isEmpty()
        ? PROMPT + lora
        : "two people, meadow, day" + lora + " AND a boy with blue hair AND a girl with red hair";
  }

  private Map<String, Object> plugins() {
    Map<String, Object> plugins = new LinkedHashMap<>();
    plugins.put("channels-last", Map.of("enabled", column.channelsLast()));
    if (conditions.controls() > 0) {
      List<Map<String, Object>> units = new ArrayList<>();
      for (int i = 0; i < conditions.controls(); i++) {
        units.add(
            Map.of(
                "model",
                models.controls().get(i),
                "module",
                "none",
                "image",
                maps.apply(i),
                "save_detected_map",
                false));
      }
      plugins.put("controlnet", Map.of("units", units));
    }
    if (!conditions.regions().isEmpty()) {
      plugins.put("latent-couple", Map.of("mode", conditions.regions(), "endAtStep", NEVER));
    }
    return plugins;
  }
}
