package dev.kiln.host.pipeline;

import dev.kiln.host.prompt.EmphasisMode;
import dev.kiln.spi.BadRequest;
import java.util.Map;

/**
 * Everything that decides what pictures come out. Checked by {@link RequestCheck} before any work.
 *
 * @param model name, folder, file or hash; empty for the default model
 * @param vae name or path of a separate VAE, "None" for the model's own; empty for the one that
 *     lies beside the model
 * @param seed 0..2³²-1, or -1 for a random one; image i of a request has seed + i
 * @param subseed the variation seed, -1 for a random one
 * @param subseedStrength 0..1: how far the first noise is turned towards the variation seed's
 * @param sampler name, label or alias, with or without a schedule behind it
 * @param width in pixels, 0 for the model's own
 * @param height in pixels, 0 for the model's own
 * @param batchSize images made at once
 * @param batchCount batches made one after the other
 * @param clipSkip 1 for the text encoder's last layer
 * @param padConditions whether conditions of unequal length are padded to run as one batch
 * @param guidance name of a guidance, empty for the highest rank
 * @param attention name of the optimizer of attention, "none" for the network as it is; empty or
 *     "automatic" to let Kiln choose
 * @param plugins options by plugin id, as JSON values
 */
public record GenerationRequest(
    String prompt,
    String negativePrompt,
    String model,
    String vae,
    long seed,
    long subseed,
    double subseedStrength,
    String sampler,
    String scheduler,
    SamplingOptions sampling,
    int steps,
    double cfgScale,
    int width,
    int height,
    int batchSize,
    int batchCount,
    int clipSkip,
    EmphasisMode emphasis,
    boolean padConditions,
    String guidance,
    String attention,
    Map<String, Map<String, Object>> plugins) {
  public GenerationRequest {
    plugins = Map.copyOf(plugins);
  }

  /** The command line's defaults. */
  public static GenerationRequestBuilder of(String prompt) {
    return new GenerationRequestBuilder(prompt);
  }

  /**
   * What can be said of it without a model.
   *
   * @throws BadRequest naming the first value that is out of bounds
   */
  public void check() {
    new RequestCheck(this).check();
  }
}
