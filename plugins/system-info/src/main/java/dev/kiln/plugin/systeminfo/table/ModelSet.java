package dev.kiln.plugin.systeminfo.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The model that is measured, and what belongs to it.
 *
 * @param model name or path; empty for the default model
 * @param lora name
 * @param controls names of two ControlNets
 * @param folders flags that say where LoRA and ControlNets are, as they are typed; empty for the
 *     models folder
 */
record ModelSet(String model, String lora, List<String> controls, List<String> folders) {
  ModelSet {
    controls = List.copyOf(controls);
    folders = List.copyOf(folders);
  }

  Map<String, Object> values() {
    return Map.of("model", model, "lora", lora, "controls", controls, "folders", folders);
  }

  static ModelSet read(Map<?, ?> json) {
    return new ModelSet(
        json.get("model").toString(),
        json.get("lora").toString(),
        texts(json.get("controls")),
        texts(json.get("folders")));
  }

  private static List<String> texts(Object list) {
    List<String> texts = new ArrayList<>();
    ((List<?>) list).forEach(it -> texts.add(it.toString()));
    return texts;
  }
}
