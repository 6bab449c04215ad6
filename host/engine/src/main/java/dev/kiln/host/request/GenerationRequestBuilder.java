package dev.kiln.host.request;

import dev.kiln.host.prompt.EmphasisMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds a {@link GenerationRequest} field by field. */
public final class GenerationRequestBuilder {
  private final Map<RequestField<?>, Object> values = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> plugins = new LinkedHashMap<>();

  public GenerationRequestBuilder() {}

  /** Begin with what another request says. */
  public GenerationRequestBuilder(GenerationRequest other) {
    values.putAll(other.values());
    plugins.putAll(other.plugins());
  }

  public <T> GenerationRequestBuilder with(RequestField<T> field, T value) {
    if (value.equals(field.defaultValue())) {
      values.remove(field);
    } else {
      values.put(field, value);
    }
    return this;
  }

  /** Let some fields have their defaults. */
  public GenerationRequestBuilder without(List<RequestField<?>> fields) {
    fields.forEach(values::remove);
    return this;
  }

  /**
   * Set a field to what is written of it in JSON or on the command line.
   *
   * @param written of the class that the field's type names
   * @throws dev.kiln.spi.BadRequest when it is no value of the field
   */
  public <T> GenerationRequestBuilder read(RequestField<T> field, Object written) {
    return with(field, field.read(written));
  }

  public GenerationRequestBuilder negativePrompt(String value) {
    return with(RequestFields.NEGATIVE_PROMPT, value);
  }

  public GenerationRequestBuilder model(String value) {
    return with(RequestFields.MODEL, value);
  }

  public GenerationRequestBuilder vae(String value) {
    return with(RequestFields.VAE, value);
  }

  public GenerationRequestBuilder seed(long value) {
    return with(RequestFields.SEED, value);
  }

  public GenerationRequestBuilder variation(long seed, double strength) {
    return with(RequestFields.SUBSEED, seed).with(RequestFields.SUBSEED_STRENGTH, strength);
  }

  public GenerationRequestBuilder sampler(String value) {
    return with(RequestFields.SAMPLER, value);
  }

  public GenerationRequestBuilder scheduler(String value) {
    return with(RequestFields.SCHEDULER, value);
  }

  public GenerationRequestBuilder steps(int value) {
    return with(RequestFields.STEPS, value);
  }

  public GenerationRequestBuilder cfgScale(double value) {
    return with(RequestFields.CFG_SCALE, value);
  }

  public GenerationRequestBuilder size(int width, int height) {
    return with(RequestFields.WIDTH, width).with(RequestFields.HEIGHT, height);
  }

  public GenerationRequestBuilder batch(int size, int count) {
    return with(RequestFields.BATCH_SIZE, size).with(RequestFields.BATCH_COUNT, count);
  }

  public GenerationRequestBuilder clipSkip(int value) {
    return with(RequestFields.CLIP_SKIP, value);
  }

  public GenerationRequestBuilder emphasis(EmphasisMode value) {
    return with(RequestFields.EMPHASIS, value);
  }

  public GenerationRequestBuilder padConditions(boolean value) {
    return with(RequestFields.PAD_CONDITIONS, value);
  }

  public GenerationRequestBuilder guidance(String value) {
    return with(RequestFields.GUIDANCE, value);
  }

  public GenerationRequestBuilder attention(String value) {
    return with(RequestFields.ATTENTION, value);
  }

  /** Set options of one plugin; others of it stay. */
  public GenerationRequestBuilder plugin(String id, Map<String, Object> options) {
    Map<String, Object> all = new LinkedHashMap<>(plugins.getOrDefault(id, Map.of()));
    all.putAll(options);
    plugins.put(id, all);
    return this;
  }

  /** The same for several plugins. */
  public GenerationRequestBuilder plugins(Map<String, Map<String, Object>> options) {
    options.forEach(this::plugin);
    return this;
  }

  /** Leave out what a plugin was to do. */
  public GenerationRequestBuilder without(String plugin) {
    plugins.remove(plugin);
    return this;
  }

  public GenerationRequest build() {
    return new GenerationRequest(values, plugins);
  }
}
