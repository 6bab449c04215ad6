package dev.kiln.springai;

import dev.kiln.api.RequestBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.image.ImageOptions;

/**
 * Options of pictures, as a bean that Spring Boot fills from properties. What is null is as the
 * model's own settings have it, else Kiln's default. Values are checked when a picture is drawn.
 * Not thread-safe while it is changed.
 */
public final class KilnImageOptions implements ImageOptions {
  private @Nullable Integer n;
  private @Nullable String model;
  private @Nullable Integer width;
  private @Nullable Integer height;
  private @Nullable String negativePrompt;
  private @Nullable Integer steps;
  private @Nullable Double cfgScale;
  private @Nullable Long seed;
  private @Nullable String sampler;
  private @Nullable String scheduler;
  private @Nullable Double strength;
  private Map<String, Map<String, Object>> plugins = new LinkedHashMap<>();

  /** Options that leave everything open. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public @Nullable Integer getN() {
    return n;
  }

  public void setN(@Nullable Integer n) {
    this.n = n;
  }

  @Override
  public @Nullable String getModel() {
    return model;
  }

  public void setModel(@Nullable String model) {
    this.model = model;
  }

  @Override
  public @Nullable Integer getWidth() {
    return width;
  }

  public void setWidth(@Nullable Integer width) {
    this.width = width;
  }

  @Override
  public @Nullable Integer getHeight() {
    return height;
  }

  public void setHeight(@Nullable Integer height) {
    this.height = height;
  }

  @Override
  public String getResponseFormat() {
    return "b64_json";
  }

  /** None: a style is said in the prompt. */
  @Override
  public @Nullable String getStyle() {
    return null;
  }

  /** What not to draw. */
  public @Nullable String getNegativePrompt() {
    return negativePrompt;
  }

  public void setNegativePrompt(@Nullable String negativePrompt) {
    this.negativePrompt = negativePrompt;
  }

  /** 1 to 1000. */
  public @Nullable Integer getSteps() {
    return steps;
  }

  public void setSteps(@Nullable Integer steps) {
    this.steps = steps;
  }

  /** How much the prompt counts, from -100 to 100. */
  public @Nullable Double getCfgScale() {
    return cfgScale;
  }

  public void setCfgScale(@Nullable Double cfgScale) {
    this.cfgScale = cfgScale;
  }

  /** From 0 on; -1 for a random one. */
  public @Nullable Long getSeed() {
    return seed;
  }

  public void setSeed(@Nullable Long seed) {
    this.seed = seed;
  }

  /** Name or alias, with or without a schedule: {@code DPM++ 2M Karras}. */
  public @Nullable String getSampler() {
    return sampler;
  }

  public void setSampler(@Nullable String sampler) {
    this.sampler = sampler;
  }

  /** Noise schedule. */
  public @Nullable String getScheduler() {
    return scheduler;
  }

  public void setScheduler(@Nullable String scheduler) {
    this.scheduler = scheduler;
  }

  /** How much of a given picture is drawn anew, 0 to 1 (0.75). */
  public @Nullable Double getStrength() {
    return strength;
  }

  public void setStrength(@Nullable Double strength) {
    this.strength = strength;
  }

  /**
   * Options of plugins, by plugin and option, as JSON values. A plugin that is named takes part.
   */
  public Map<String, Map<String, Object>> getPlugins() {
    return plugins;
  }

  public void setPlugins(Map<String, Map<String, Object>> plugins) {
    this.plugins = plugins;
  }

  /** A copy in which what others say stands over what is said here. */
  KilnImageOptions overriddenBy(@Nullable ImageOptions others) {
    KilnImageOptions all = new KilnImageOptions();
    all.take(this);
    if (others != null) {
      all.take(others);
    }
    return all;
  }

  private void take(ImageOptions others) {
    taken(others.getN(), this::setN);
    taken(others.getModel(), this::setModel);
    taken(others.getWidth(), this::setWidth);
    taken(others.getHeight(), this::setHeight);
    if (others instanceof KilnImageOptions own) {
      taken(own.getNegativePrompt(), this::setNegativePrompt);
      taken(own.getSteps(), this::setSteps);
      taken(own.getCfgScale(), this::setCfgScale);
      taken(own.getSeed(), this::setSeed);
      taken(own.getSampler(), this::setSampler);
      taken(own.getScheduler(), this::setScheduler);
      taken(own.getStrength(), this::setStrength);
      own.plugins.forEach(
          (id, options) ->
              plugins.computeIfAbsent(id, it -> new LinkedHashMap<>()).putAll(options));
    }
  }

  private static <T> void taken(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }

  /** Say all but the texts and the picture to begin with. */
  void fill(RequestBuilder<?> request) {
    taken(n, request::batchCount);
    taken(model, request::model);
    taken(negativePrompt, request::negativePrompt);
    taken(steps, request::steps);
    taken(cfgScale, request::cfgScale);
    taken(seed, request::seed);
    taken(sampler, request::sampler);
    taken(scheduler, request::scheduler);
    taken(width, side -> request.field("width", side));
    taken(height, side -> request.field("height", side));
    plugins.forEach(
        (id, options) -> {
          request.with(id);
          options.forEach((name, value) -> request.with(id, name, value));
        });
  }

  /** Makes options. Not thread-safe. */
  public static final class Builder {
    private final KilnImageOptions options = new KilnImageOptions();

    private Builder() {}

    /** How many pictures, with seeds one after the other (1). */
    public Builder n(int n) {
      options.setN(n);
      return this;
    }

    /** Name, title, hash, file or folder of a model (the first). */
    public Builder model(String model) {
      options.setModel(model);
      return this;
    }

    /** In pixels, a multiple of 8 (the model's own). */
    public Builder width(int width) {
      options.setWidth(width);
      return this;
    }

    /** In pixels, a multiple of 8 (the model's own). */
    public Builder height(int height) {
      options.setHeight(height);
      return this;
    }

    /** What not to draw. */
    public Builder negativePrompt(String negativePrompt) {
      options.setNegativePrompt(negativePrompt);
      return this;
    }

    /** 1 to 1000. */
    public Builder steps(int steps) {
      options.setSteps(steps);
      return this;
    }

    /** How much the prompt counts, from -100 to 100. */
    public Builder cfgScale(double cfgScale) {
      options.setCfgScale(cfgScale);
      return this;
    }

    /** From 0 on; -1 for a random one. */
    public Builder seed(long seed) {
      options.setSeed(seed);
      return this;
    }

    /** Name or alias, with or without a schedule: {@code DPM++ 2M Karras}. */
    public Builder sampler(String sampler) {
      options.setSampler(sampler);
      return this;
    }

    /** Noise schedule. */
    public Builder scheduler(String scheduler) {
      options.setScheduler(scheduler);
      return this;
    }

    /** How much of a given picture is drawn anew, 0 to 1 (0.75). */
    public Builder strength(double strength) {
      options.setStrength(strength);
      return this;
    }

    /** Set an option of a plugin, as a JSON value; an enum's constant is written in lower case. */
    public Builder plugin(String id, String option, Object value) {
      options.plugins.computeIfAbsent(id, it -> new LinkedHashMap<>()).put(option, value);
      return this;
    }

    /** The options. */
    public KilnImageOptions build() {
      return new KilnImageOptions().overriddenBy(options);
    }
  }
}
