package dev.kiln.host.request;

import dev.kiln.host.prompt.EmphasisMode;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.Prompt.Written;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that determines the pictures. Checked by {@link RequestCheck} before any work.
 *
 * @param values of the fields that differ from their default, each of its field's type
 * @param plugins options by plugin id, as JSON values
 */
public record GenerationRequest(
    Map<RequestField<?>, Object> values, Map<String, Map<String, Object>> plugins) {
  public GenerationRequest {
    values = Map.copyOf(values);
    plugins = Map.copyOf(plugins);
  }

  /** All fields but the prompt have their defaults. */
  public static GenerationRequestBuilder of(String prompt) {
    return new GenerationRequestBuilder().with(RequestFields.PROMPT, prompt);
  }

  public <T> T get(RequestField<T> field) {
    return field.type().java().cast(values.getOrDefault(field, field.defaultValue()));
  }

  /**
   * What can be said of it without a model.
   *
   * @throws BadRequest naming the first value that is out of bounds
   */
  public void check() {
    new RequestCheck(this).check();
  }

  public String prompt() {
    return get(RequestFields.PROMPT);
  }

  public String negativePrompt() {
    return get(RequestFields.NEGATIVE_PROMPT);
  }

  /** What it says of some fields, by name, as they are read; pictures are left out. */
  public Map<String, Object> fields(List<RequestField<?>> some) {
    Map<String, Object> said = new LinkedHashMap<>();
    for (RequestField<?> field : some) {
      Object value = field.write(this);
      if (value != null) {
        said.put(field.name(), value);
      }
    }
    return said;
  }

  /** About how much memory it takes: its texts and the pictures that it brings. */
  public long bytes() {
    return RequestSize.of(values) + RequestSize.of(plugins);
  }

  /** How many are asked for. */
  public int pictures() {
    return batchSize() * batchCount();
  }

  /** The prompt and the negative prompt of a picture. */
  public Written written(int picture) {
    List<String> prompts = get(RequestFields.PROMPTS);
    List<String> negatives = get(RequestFields.NEGATIVE_PROMPTS);
    return new Written(
        prompts.isEmpty() ? prompt() : prompts.get(picture),
        negatives.isEmpty() ? negativePrompt() : negatives.get(picture));
  }

  public String model() {
    return get(RequestFields.MODEL);
  }

  public String vae() {
    return get(RequestFields.VAE);
  }

  public long seed() {
    return get(RequestFields.SEED);
  }

  public long subseed() {
    return get(RequestFields.SUBSEED);
  }

  public double subseedStrength() {
    return get(RequestFields.SUBSEED_STRENGTH);
  }

  public String sampler() {
    return get(RequestFields.SAMPLER);
  }

  public String scheduler() {
    return get(RequestFields.SCHEDULER);
  }

  public int steps() {
    return get(RequestFields.STEPS);
  }

  public double cfgScale() {
    return get(RequestFields.CFG_SCALE);
  }

  public int width() {
    return get(RequestFields.WIDTH);
  }

  public int height() {
    return get(RequestFields.HEIGHT);
  }

  public int batchSize() {
    return get(RequestFields.BATCH_SIZE);
  }

  public int batchCount() {
    return get(RequestFields.BATCH_COUNT);
  }

  public int clipSkip() {
    return get(RequestFields.CLIP_SKIP);
  }

  public EmphasisMode emphasis() {
    return get(RequestFields.EMPHASIS);
  }

  public boolean padConditions() {
    return get(RequestFields.PAD_CONDITIONS);
  }

  public String guidance() {
    return get(RequestFields.GUIDANCE);
  }

  public String attention() {
    return get(RequestFields.ATTENTION);
  }
}
