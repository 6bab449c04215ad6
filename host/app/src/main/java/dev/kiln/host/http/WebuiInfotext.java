package dev.kiln.host.http;

import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The infotext of a webUI request, which fills the fields that the request does not set. */
record WebuiInfotext(Filling recalled) {
  /** A request without one. */
  static final WebuiInfotext NONE = new WebuiInfotext(Filling.NOTHING);

  private static final String OVERRIDES = "override_settings";

  /** Fields that webUI has by another name than the table says. */
  private static final Map<RequestField<?>, String> FIELDS =
      Map.ofEntries(
          Map.entry(RequestFields.PROMPT, "prompt"),
          Map.entry(RequestFields.NEGATIVE_PROMPT, "negative_prompt"),
          Map.entry(RequestFields.SAMPLER, "sampler_name"),
          Map.entry(RequestFields.SCHEDULER, "scheduler"),
          Map.entry(NoiseFields.ETA, "eta"),
          Map.entry(ImageFields.IMAGE_CFG_SCALE, "image_cfg_scale"),
          Map.entry(ImageFields.RESIZE_MODE, "resize_mode"),
          Map.entry(ImageFields.MASKED_CONTENT, "inpainting_fill"),
          Map.entry(ImageFields.MASK_INVERT, "inpainting_mask_invert"),
          Map.entry(ImageFields.ONLY_MASKED, "inpaint_full_res"),
          Map.entry(ImageFields.ONLY_MASKED_PADDING, "inpaint_full_res_padding"));

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
                filled.merge(field(field), number(field, value), (given, recalled) -> given);
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

  /** Some choices, and one truth, are numbers in webUI. */
  private static Object number(RequestField<?> field, Object value) {
    if (field == ImageFields.MASK_INVERT) {
      return (Boolean) value ? 1L : 0L;
    }
    boolean choice = field == ImageFields.RESIZE_MODE || field == ImageFields.MASKED_CONTENT;
    return choice
        ? (long) field.type().choices().indexOf(value.toString().toLowerCase(Locale.ROOT))
        : value;
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
