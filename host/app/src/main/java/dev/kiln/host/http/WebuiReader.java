package dev.kiln.host.http;

import dev.kiln.host.pipeline.hook.AttentionChooser;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.sampling.SamplerInfo;
import java.util.List;
import java.util.Map;
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
          "infotext");

  // webUI has two options for eta: one for samplers by time steps, one for k-diffusion's.
  private static final List<String> BY_TIME_STEPS = List.of("DDIM", "DDIM CFG++", "PLMS", "UniPC");

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
            .attention(optimizer(options.text("cross_attention_optimization")))
            .vae(vae(options.text("sd_vae")))
            .sampler(samplerName(values));
    for (RequestField<?> field : RequestFields.TXT2IMG) {
      settings.read(field, values.value(field.webui().field()), options, request);
    }
    if (!values.text("scheduler").isEmpty()) {
      request.scheduler(values.text("scheduler"));
    }
    Double eta = eta(values, options);
    if (eta != null) {
      request.read(NoiseFields.ETA, eta);
    }
    plugins.fromWebui(body).forEach(request::plugin);
    return request.build();
  }

  /** webUI shows optimizers as "name - label". */
  private static String optimizer(String wanted) {
    String name = wanted.replaceFirst(" - .*", "");
    return name.equalsIgnoreCase(AttentionChooser.AUTOMATIC) ? "" : name;
  }

  private static String vae(String wanted) {
    return wanted.equalsIgnoreCase("Automatic") ? "" : wanted;
  }

  private static String samplerName(Values values) {
    String name = values.text("sampler_name");
    return name.isEmpty() ? values.text("sampler_index") : name;
  }

  /** The request's; else an option that was changed; else the sampler's own. */
  private @Nullable Double eta(Values values, Values options) {
    SamplerInfo sampler =
        catalog
            .sampler(samplerName(values))
            .orElseThrow(() -> new HttpProblem(400, "Sampler not found"));
    String option = BY_TIME_STEPS.contains(sampler.name()) ? "eta_ddim" : "eta_ancestral";
    Double given = values.optionalNumber("eta");
    return given == null && settings.changed(option, options)
        ? options.optionalNumber(option)
        : given;
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

  /** Whether a plugin reads a field. */
  boolean offered(String field) {
    return plugins.options().stream()
        .flatMap(group -> group.what().fields().stream())
        .anyMatch(option -> option.webui().contains(field));
  }

  private void refuseScripts(Values values) {
    if (asked(values.value("script_name"))) {
      throw new HttpProblem(422, "Script '" + values.text("script_name") + "' not found");
    }
    for (String title : values.object("alwayson_scripts").keySet()) {
      if (plugins.options().stream().noneMatch(group -> group.what().answersTo(title))) {
        throw new HttpProblem(422, "always on script " + title + " not found");
      }
    }
  }
}
