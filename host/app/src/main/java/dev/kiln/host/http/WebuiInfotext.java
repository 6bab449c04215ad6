package dev.kiln.host.http;

import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The infotext of a webUI request, which fills the fields that the request does not set. */
record WebuiInfotext(Filling recalled) {
  /** A request without one. */
  static final WebuiInfotext NONE = new WebuiInfotext(Filling.NOTHING);

  private static final String OVERRIDES = "override_settings";

  /** Fields that webUI has by another name than the table says. */
  private static final Map<RequestField<?>, String> FIELDS =
      Map.of(
          RequestFields.PROMPT, "prompt",
          RequestFields.NEGATIVE_PROMPT, "negative_prompt",
          RequestFields.SAMPLER, "sampler_name",
          RequestFields.SCHEDULER, "scheduler",
          NoiseFields.ETA, "eta");

  private static final Map<RequestField<?>, String> OPTIONS =
      Map.of(RequestFields.MODEL, "sd_model_checkpoint", RequestFields.VAE, "sd_vae");

  /** The request with what the text says in place of what it leaves out. */
  Map<String, Object> under(Map<String, Object> body) {
    Map<String, Object> filled = new LinkedHashMap<>(body);
    Map<String, Object> overrides = new LinkedHashMap<>();
    recalled
        .fields()
        .forEach(
            (field, value) -> {
              if (!field(field).isEmpty()) {
                filled.merge(field(field), value, (given, recalled) -> given);
              } else if (!option(field).isEmpty()) {
                overrides.put(option(field), value);
              }
            });
    if (body.get("sampler_index") != null && body.get("sampler_name") == null) {
      filled.remove("sampler_name");
    }
    if (body.get(OVERRIDES) instanceof Map<?, ?> given) {
      given.forEach((name, value) -> overrides.put(String.valueOf(name), value));
    }
    if (!overrides.isEmpty()
        && (body.get(OVERRIDES) == null || body.get(OVERRIDES) instanceof Map)) {
      filled.put(OVERRIDES, overrides);
    }
    return filled;
  }

  private static String field(RequestField<?> field) {
    return FIELDS.getOrDefault(field, field.webui().field());
  }

  private static String option(RequestField<?> field) {
    return OPTIONS.getOrDefault(field, field.webui().option());
  }

  /** Set what webUI has no name for. */
  void begin(GenerationRequestBuilder request) {
    recalled
        .fields()
        .forEach(
            (field, value) -> {
              if (field(field).isEmpty() && option(field).isEmpty()) {
                request.read(field, value);
              }
            });
    request.plugins(recalled.plugins());
  }

  List<String> warnings() {
    return recalled.warnings();
  }
}
