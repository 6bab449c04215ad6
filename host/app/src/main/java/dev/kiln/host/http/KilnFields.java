package dev.kiln.host.http;

import static dev.kiln.host.http.Kind.FLAG;
import static dev.kiln.host.http.Kind.INTEGER;
import static dev.kiln.host.http.Kind.NUMBER;
import static dev.kiln.host.http.Kind.OBJECT;
import static dev.kiln.host.http.Kind.TEXT;

import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.SamplingOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kiln's own request in JSON: the fields of {@link GenerationRequest}, with its defaults. */
final class KilnFields {
  private KilnFields() {}

  static FieldTable generation() {
    GenerationRequest defaults = GenerationRequest.of("").build();
    return new FieldTable("Generation")
        .with(TEXT, null, "id")
        .with(TEXT, "", "prompt", "negative_prompt", "model", "vae")
        .with(INTEGER, -1L, "seed", "subseed")
        .with(NUMBER, 0.0, "subseed_strength")
        .with(TEXT, defaults.sampler(), "sampler")
        .with(TEXT, defaults.scheduler(), "scheduler")
        .with(INTEGER, (long) defaults.steps(), "steps")
        .with(NUMBER, defaults.cfgScale(), "cfg_scale")
        .with(INTEGER, 0L, "width", "height")
        .with(INTEGER, 1L, "batch_size", "batch_count", "clip_skip")
        .with(TEXT, defaults.emphasis().label(), "emphasis")
        .with(FLAG, false, "pad_conditions")
        .with(TEXT, "", "guidance", "attention")
        .with(NUMBER, null, "eta")
        .with(NUMBER, 0.0, "s_churn", "s_tmin", "s_tmax")
        .with(NUMBER, 1.0, "s_noise")
        .with(NUMBER, 0.0, "sigma_min", "sigma_max", "rho")
        .with(FLAG, false, "discard_penultimate", "sgm_noise")
        .with(INTEGER, 0L, "seed_delta")
        .with(OBJECT, Map.of(), "plugins");
  }

  static GenerationRequest read(Values values) {
    var request =
        GenerationRequest.of(values.text("prompt"))
            .negativePrompt(values.text("negative_prompt"))
            .model(values.text("model"))
            .vae(values.text("vae"))
            .seed(values.integer("seed"))
            .variation(values.integer("subseed"), values.number("subseed_strength"))
            .sampler(values.text("sampler"))
            .scheduler(values.text("scheduler"))
            .sampling(sampling(values))
            .steps(values.count("steps"))
            .cfgScale(values.number("cfg_scale"))
            .size(values.count("width"), values.count("height"))
            .batch(values.count("batch_size"), values.count("batch_count"))
            .clipSkip(values.count("clip_skip"))
            .emphasis(WebuiSettings.emphasis(values.text("emphasis")))
            .padConditions(values.flag("pad_conditions"))
            .guidance(values.text("guidance"))
            .attention(values.text("attention"));
    values.objects("plugins").forEach(request::plugin);
    return request.build();
  }

  /** A request in the form in which it is read, as it was run. */
  static Map<String, Object> write(GenerationRequest request) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("prompt", request.prompt());
    json.put("negative_prompt", request.negativePrompt());
    json.put("model", request.model());
    json.put("vae", request.vae());
    json.put("seed", request.seed());
    json.put("subseed", request.subseed());
    json.put("subseed_strength", request.subseedStrength());
    json.put("sampler", request.sampler());
    json.put("scheduler", request.scheduler());
    json.put("steps", request.steps());
    json.put("cfg_scale", request.cfgScale());
    json.put("width", request.width());
    json.put("height", request.height());
    json.put("batch_size", request.batchSize());
    json.put("batch_count", request.batchCount());
    json.put("clip_skip", request.clipSkip());
    json.put("emphasis", request.emphasis().label());
    json.put("pad_conditions", request.padConditions());
    json.put("guidance", request.guidance());
    json.put("attention", request.attention());
    write(request.sampling(), json);
    json.put("plugins", request.plugins());
    return json;
  }

  private static void write(SamplingOptions sampling, Map<String, Object> json) {
    if (sampling.eta() != null) {
      json.put("eta", sampling.eta());
    }
    json.put("s_churn", sampling.churn());
    json.put("s_tmin", sampling.tMin());
    json.put("s_tmax", sampling.tMax());
    json.put("s_noise", sampling.noise());
    json.put("sigma_min", sampling.sigmaMin());
    json.put("sigma_max", sampling.sigmaMax());
    json.put("rho", sampling.rho());
    json.put("discard_penultimate", sampling.discardPenultimate());
    json.put("sgm_noise", sampling.sgmNoise());
    json.put("seed_delta", sampling.seedDelta());
  }

  private static SamplingOptions sampling(Values values) {
    return new SamplingOptions(
        values.optionalNumber("eta"),
        values.number("s_churn"),
        values.number("s_tmin"),
        values.number("s_tmax"),
        values.number("s_noise"),
        values.number("sigma_min"),
        values.number("sigma_max"),
        values.number("rho"),
        values.flag("discard_penultimate"),
        values.integer("seed_delta"),
        values.flag("sgm_noise"));
  }
}
