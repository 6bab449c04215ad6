package dev.kiln.host.pipeline;

import dev.kiln.host.prompt.EmphasisMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds a {@link GenerationRequest} field by field, each with the command line's default. */
public final class GenerationRequestBuilder {
  private final String prompt;
  private String negativePrompt = "";
  private String model = "";
  private String vae = "";
  private long seed = -1;
  private long subseed = -1;
  private double subseedStrength;
  private String sampler = "DPM++ 2M";
  private String scheduler = "automatic";
  private SamplingOptions sampling = SamplingOptions.DEFAULT;
  private int steps = 20;
  private double cfgScale = 7;
  private int width;
  private int height;
  private int batchSize = 1;
  private int batchCount = 1;
  private int clipSkip = 1;
  private EmphasisMode emphasis = EmphasisMode.ORIGINAL;
  private boolean padConditions;
  private String guidance = "";
  private String attention = "";
  private final Map<String, Map<String, Object>> plugins = new LinkedHashMap<>();

  GenerationRequestBuilder(String prompt) {
    this.prompt = prompt;
  }

  /** Begin with what another request says. */
  GenerationRequestBuilder(GenerationRequest other) {
    prompt = other.prompt();
    negativePrompt = other.negativePrompt();
    model = other.model();
    vae = other.vae();
    seed = other.seed();
    subseed = other.subseed();
    subseedStrength = other.subseedStrength();
    sampler = other.sampler();
    scheduler = other.scheduler();
    sampling = other.sampling();
    steps = other.steps();
    cfgScale = other.cfgScale();
    width = other.width();
    height = other.height();
    batchSize = other.batchSize();
    batchCount = other.batchCount();
    clipSkip = other.clipSkip();
    emphasis = other.emphasis();
    padConditions = other.padConditions();
    guidance = other.guidance();
    attention = other.attention();
    plugins.putAll(other.plugins());
  }

  public GenerationRequestBuilder negativePrompt(String value) {
    negativePrompt = value;
    return this;
  }

  public GenerationRequestBuilder model(String value) {
    model = value;
    return this;
  }

  public GenerationRequestBuilder vae(String value) {
    vae = value;
    return this;
  }

  public GenerationRequestBuilder seed(long value) {
    seed = value;
    return this;
  }

  public GenerationRequestBuilder variation(long seed, double strength) {
    subseed = seed;
    subseedStrength = strength;
    return this;
  }

  public GenerationRequestBuilder sampler(String value) {
    sampler = value;
    return this;
  }

  public GenerationRequestBuilder scheduler(String value) {
    scheduler = value;
    return this;
  }

  public GenerationRequestBuilder sampling(SamplingOptions value) {
    sampling = value;
    return this;
  }

  public GenerationRequestBuilder steps(int value) {
    steps = value;
    return this;
  }

  public GenerationRequestBuilder cfgScale(double value) {
    cfgScale = value;
    return this;
  }

  public GenerationRequestBuilder size(int width, int height) {
    this.width = width;
    this.height = height;
    return this;
  }

  public GenerationRequestBuilder batch(int size, int count) {
    batchSize = size;
    batchCount = count;
    return this;
  }

  public GenerationRequestBuilder clipSkip(int value) {
    clipSkip = value;
    return this;
  }

  public GenerationRequestBuilder emphasis(EmphasisMode value) {
    emphasis = value;
    return this;
  }

  public GenerationRequestBuilder padConditions(boolean value) {
    padConditions = value;
    return this;
  }

  public GenerationRequestBuilder guidance(String value) {
    guidance = value;
    return this;
  }

  public GenerationRequestBuilder attention(String value) {
    attention = value;
    return this;
  }

  /** Set the options of one plugin. */
  public GenerationRequestBuilder plugin(String id, Map<String, Object> options) {
    plugins.put(id, options);
    return this;
  }

  /** Set the options of several plugins. */
  public GenerationRequestBuilder plugins(Map<String, Map<String, Object>> options) {
    plugins.putAll(options);
    return this;
  }

  public GenerationRequest build() {
    return new GenerationRequest(
        prompt,
        negativePrompt,
        model,
        vae,
        seed,
        subseed,
        subseedStrength,
        sampler,
        scheduler,
        sampling,
        steps,
        cfgScale,
        width,
        height,
        batchSize,
        batchCount,
        clipSkip,
        emphasis,
        padConditions,
        guidance,
        attention,
        plugins);
  }
}
