package dev.kiln.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What all requests may say. What is not said is as the model's own settings have it, else Kiln's
 * default. Values are checked when the request is submitted. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class RequestBuilder<B extends RequestBuilder<B>>
    permits Txt2ImgBuilder, Img2ImgBuilder {
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> plugins = new LinkedHashMap<>();
  private final List<String> tags = new ArrayList<>();

  RequestBuilder() {
    modelDefaults(true);
  }

  abstract B self();

  /** What to draw. Must be given; an empty text leaves it open. */
  public B prompt(String text) {
    return field("prompt", text);
  }

  /** What not to draw. */
  public B negativePrompt(String text) {
    return field("negative_prompt", text);
  }

  /**
   * Merge a LoRA file into the model: {@code <lora:name:strength>} behind the prompt.
   *
   * @throws KilnException when the strength is no finite number
   */
  public B lora(String name, double strength) {
    Objects.requireNonNull(name, "the name of the LoRA is null; give that of its file");
    if (!Double.isFinite(strength)) {
      throw new KilnException(
          KilnException.Reason.BAD_REQUEST,
          "the strength of the LoRA \"%s\" is %s; it must be a finite number, 1 for what it was"
                  .formatted(name, strength)
              + " trained for");
    }
    tags.add("<lora:" + name + ":" + strength + ">");
    return self();
  }

  /** Name, title, hash, file or folder of a model. */
  public B model(String name) {
    return field("model", name);
  }

  /** Name or file of a separate image codec. */
  public B vae(String name) {
    return field("vae", name);
  }

  /** From 0 on; -1 for a random one. Picture i of a request has seed + i. */
  public B seed(long seed) {
    return field("seed", seed);
  }

  /**
   * Turn the first noise towards that of another seed.
   *
   * @param strength 0 to 1
   */
  public B variation(long seed, double strength) {
    return field("subseed", seed).field("subseed_strength", strength);
  }

  /** Name or alias, in any case, with or without a schedule: {@code DPM++ 2M Karras}. */
  public B sampler(String name) {
    return field("sampler", name);
  }

  /** Noise schedule. */
  public B scheduler(String name) {
    return field("scheduler", name);
  }

  /** 1 to 1000. */
  public B steps(int steps) {
    return field("steps", steps);
  }

  /** How much the prompt counts, from -100 to 100. */
  public B cfgScale(double scale) {
    return field("cfg_scale", scale);
  }

  /** In pixels, multiples of 8. */
  public B size(int width, int height) {
    return field("width", width).field("height", height);
  }

  /** Several pictures at once, 1 to 64: faster, and more memory. */
  public B batchSize(int pictures) {
    return field("batch_size", pictures);
  }

  /** Several batches one after the other, 1 to 1000. */
  public B batchCount(int batches) {
    return field("batch_count", batches);
  }

  /** Leave out the text encoder's last N-1 layers. */
  public B clipSkip(int layers) {
    return field("clip_skip", layers);
  }

  /** An attention optimizer by its name; {@code none} for the network as it is. */
  public B attention(String name) {
    return field("attention", name);
  }

  /** Whether the model's own settings fill what the request does not say; true at first. */
  public B modelDefaults(boolean use) {
    return field("defaults", use);
  }

  /** Fill what the request does not say with what a picture says of how it was drawn. */
  public B infotext(String text) {
    return field("infotext", text);
  }

  /**
   * Any field of {@code POST /kiln/v1/img2img}, by its name there.
   *
   * @param value a JSON value: a string, finite number, boolean, list or map
   */
  public B field(String name, Object value) {
    Objects.requireNonNull(name, "the name of a field is null; give one of /kiln/v1/img2img");
    fields.put(name, given(name, value));
    return self();
  }

  /** Let a plugin take part with the defaults of its options. */
  public B with(String plugin) {
    Objects.requireNonNull(plugin, "the id of a plugin is null; give one of Kiln.plugins()");
    plugins.computeIfAbsent(plugin, id -> new LinkedHashMap<>());
    return self();
  }

  /**
   * Set an option of a plugin.
   *
   * @param value a JSON value; an enum's constant {@code TWO_SHOT} is {@code "two-shot"}
   */
  public B with(String plugin, String option, Object value) {
    with(plugin);
    Objects.requireNonNull(option, "the name of an option of plugin '" + plugin + "' is null");
    plugins.get(plugin).put(option, given("plugins." + plugin + "." + option, value));
    return self();
  }

  /** Set options of a plugin. A list is put behind the one that an earlier call gave. */
  public B with(PluginOptions options) {
    Objects.requireNonNull(options, "the options of a plugin are null; leave the call out");
    with(options.plugin());
    Map<String, Object> all = plugins.get(options.plugin());
    options.options().forEach((name, value) -> all.merge(name, value, RequestBuilder::joined));
    return self();
  }

  private static Object given(String name, Object value) {
    return Objects.requireNonNull(value, name + " is null; give a value, or leave the call out");
  }

  private static Object joined(Object before, Object more) {
    if (!(before instanceof List<?> first && more instanceof List<?> second)) {
      return more;
    }
    List<Object> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** The request as it is said so far. */
  public DrawRequest build() {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    if (!tags.isEmpty()) {
      all.put("prompt", (all.getOrDefault("prompt", "") + " " + String.join(" ", tags)).strip());
    }
    if (!plugins.isEmpty()) {
      Map<String, Object> copies = new LinkedHashMap<>();
      plugins.forEach((id, options) -> copies.put(id, new LinkedHashMap<>(options)));
      all.put("plugins", copies);
    }
    return new DrawRequest(all);
  }
}
