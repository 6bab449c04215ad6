package dev.kiln.host.http;

import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.GenerationRequestBuilder;
import dev.kiln.host.pipeline.SamplingOptions;
import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns a webUI request into Kiln's. */
final class WebuiReader {
  // webUI features that Kiln has only where a plugin maps the field.
  private static final List<String> FEATURES =
      List.of(
          "enable_hr",
          "restore_faces",
          "tiling",
          "styles",
          "refiner_checkpoint",
          "firstpass_image",
          "s_min_uncond",
          "seed_resize_from_h",
          "seed_resize_from_w",
          "infotext");

  private final Catalog catalog;
  private final PluginSite plugins;
  private final WebuiSettings settings;

  WebuiReader(Catalog catalog, PluginSite plugins, WebuiSettings settings) {
    this.catalog = catalog;
    this.plugins = plugins;
    this.settings = settings;
  }

  /**
   * @param body the request as it came
   * @param values the fields of it that are webUI's own
   */
  GenerationRequest read(Map<String, Object> body, Values values) {
    refuseMissing(values);
    refuseScripts(values);
    Values options = settings.with(values.object("override_settings"));
    GenerationRequestBuilder request =
        GenerationRequest.of(values.prompt("prompt"))
            .negativePrompt(values.prompt("negative_prompt"))
            .model(options.text("sd_model_checkpoint"))
            .vae(vae(options.text("sd_vae")))
            .seed(values.integer("seed"))
            .variation(values.integer("subseed"), values.number("subseed_strength"))
            .sampler(sampler(values))
            .scheduler(values.text("scheduler").isEmpty() ? "automatic" : values.text("scheduler"))
            .sampling(sampling(values, options))
            .steps(values.count("steps"))
            .cfgScale(values.number("cfg_scale"))
            .size(values.count("width"), values.count("height"))
            .batch(values.count("batch_size"), values.count("n_iter"))
            .clipSkip(options.count("CLIP_stop_at_last_layers"))
            .emphasis(WebuiSettings.emphasis(options.text("emphasis")))
            .padConditions(options.flag("pad_cond_uncond"));
    plugins.fromWebui(body).forEach(request::plugin);
    return request.build();
  }

  private static String vae(String wanted) {
    return wanted.equalsIgnoreCase("Automatic") ? "" : wanted;
  }

  private String sampler(Values values) {
    String name = values.text("sampler_name");
    String sampler = name.isEmpty() ? values.text("sampler_index") : name;
    if (!catalog.hasSampler(sampler)) {
      throw new HttpProblem(400, "Sampler not found");
    }
    return sampler;
  }

  private static SamplingOptions sampling(Values values, Values options) {
    return new SamplingOptions(
        values.optionalNumber("eta"),
        either("s_churn", values, options),
        either("s_tmin", values, options),
        either("s_tmax", values, options),
        either("s_noise", values, options),
        options.number("sigma_min"),
        options.number("sigma_max"),
        options.number("rho"),
        options.flag("always_discard_next_to_last_sigma"),
        options.integer("eta_noise_seed_delta"),
        options.flag("sgm_noise_multiplier"));
  }

  private static double either(String name, Values values, Values options) {
    return Objects.requireNonNullElse(values.optionalNumber(name), options.number(name));
  }

  private void refuseMissing(Values values) {
    for (String feature : FEATURES) {
      if (asked(values.value(feature)) && !offered(feature)) {
        throw new BadRequest(
            feature
                + " is set, but no installed plugin offers it; leave it out or install one that"
                + " does");
      }
    }
  }

  private static boolean asked(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue() > 0;
    }
    return value instanceof List<?> list
        ? !list.isEmpty()
        : value != null && !List.of("false", "", "None").contains(value.toString());
  }

  private boolean offered(String field) {
    return plugins.options().stream()
        .flatMap(group -> group.fields().stream())
        .anyMatch(option -> option.webui().contains(field));
  }

  private void refuseScripts(Values values) {
    if (asked(values.value("script_name"))) {
      throw new HttpProblem(422, "Script '" + values.text("script_name") + "' not found");
    }
    for (String title : values.object("alwayson_scripts").keySet()) {
      if (plugins.options().stream().noneMatch(group -> title.equalsIgnoreCase(group.script()))) {
        throw new HttpProblem(422, "always on script " + title + " not found");
      }
    }
  }
}
