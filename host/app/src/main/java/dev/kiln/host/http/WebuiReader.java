package dev.kiln.host.http;

import dev.kiln.host.fields.Values;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.sampling.SamplerInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a webUI request into Kiln's. */
final class WebuiReader {
  private static final String OVERRIDES = "override_settings";
  private static final String SCRIPTS = "alwayson_scripts";

  // webUI has two options for eta: one for samplers by time steps, one for k-diffusion's.
  private static final List<String> BY_TIME_STEPS = List.of("DDIM", "DDIM CFG++", "PLMS", "UniPC");

  private final Backend backend;
  private final WebuiFeatures features;
  private final WebuiSettings settings;

  WebuiReader(Backend backend, WebuiFeatures features, WebuiSettings settings) {
    this.backend = backend;
    this.features = features;
    this.settings = settings;
  }

  /**
   * @param body the request as it came
   * @param values the fields of it that are webUI's own
   * @param infotext that filled the request
   */
  WebuiRequest read(Map<String, Object> body, Values values, WebuiInfotext infotext) {
    List<String> warnings = new ArrayList<>(infotext.warnings());
    nameUnknown(body, values, warnings);
    features.check(values, warnings::add);
    Map<String, Object> forPlugins = new LinkedHashMap<>(body);
    forPlugins.put(SCRIPTS, features.scripts(values, warnings::add));
    Map<String, Object> merged = settings.with(values.object(OVERRIDES), warnings::add);
    forPlugins.put(OVERRIDES, merged);
    Values options = settings.values(merged);
    GenerationRequestBuilder request = WebuiSettings.request(options).sampler(samplerName(values));
    infotext.begin(request);
    boolean redraws = values.all().containsKey(WebuiPictures.INIT);
    for (RequestField<?> field : redraws ? RequestFields.ALL : RequestFields.TXT2IMG) {
      settings.read(field, values.value(field.webui().field()), options, request);
    }
    new WebuiPrompts(values).read(request).ifPresent(warnings::add);
    if (redraws) {
      new WebuiPictures(values).read(request);
    }
    if (!values.text("scheduler").isEmpty()) {
      request.scheduler(values.text("scheduler"));
    }
    Double eta = eta(values, options);
    if (eta != null) {
      request.read(NoiseFields.ETA, eta);
    }
    backend.plugins().fromWebui(forPlugins).forEach(request::plugin);
    WebuiGrid grid =
        WebuiGrid.of(options).unless(!values.flag("save_images") || WebuiFeatures.selected(values));
    return new WebuiRequest(request.build(), WebuiSettings.encoding(options), grid, warnings);
  }

  /** Fields that plugins read beside webUI's own. */
  Set<String> offered() {
    return features.names();
  }

  /** Where nothing is asked by them, nobody needs to know. */
  private void nameUnknown(Map<String, Object> body, Values values, List<String> warnings) {
    Set<String> offered = offered();
    List<String> unknown =
        body.entrySet().stream()
            .filter(field -> field.getValue() != null)
            .map(Map.Entry::getKey)
            .filter(name -> !values.all().containsKey(name) && !offered.contains(name))
            .toList();
    KnownOptions.name("unknown fields are ignored: ", unknown, warnings::add);
  }

  private static String samplerName(Values values) {
    String name = values.text("sampler_name");
    return name.isEmpty() ? values.text("sampler_index") : name;
  }

  /** The request's; else an option that was changed; else the sampler's own. */
  private @Nullable Double eta(Values values, Values options) {
    SamplerInfo sampler =
        backend
            .catalog()
            .sampler(samplerName(values))
            .orElseThrow(() -> new HttpProblem(400, "Sampler not found"));
    String option = BY_TIME_STEPS.contains(sampler.name()) ? "eta_ddim" : "eta_ancestral";
    Double given = values.optionalNumber("eta");
    return given == null && settings.changed(option, options)
        ? options.optionalNumber(option)
        : given;
  }
}
