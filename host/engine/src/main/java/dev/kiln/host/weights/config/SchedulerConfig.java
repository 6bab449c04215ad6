package dev.kiln.host.weights.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The scheduler_config.json of a model: the noise that it was trained with. */
public final class SchedulerConfig {
  private SchedulerConfig() {}

  public static ObjectNode of(UnetVariant variant, Prediction prediction, boolean zeroTerminalSnr) {
    boolean upscaler = variant == UnetVariant.UPSCALER;
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.put("_class_name", "DDIMScheduler");
    config.put("num_train_timesteps", 1000);
    config.put("beta_schedule", "scaled_linear");
    config.put("beta_start", upscaler ? 0.0001 : 0.00085);
    config.put("beta_end", upscaler ? 0.02 : 0.012);
    config.put("prediction_type", prediction.label());
    config.put("rescale_betas_zero_snr", zeroTerminalSnr);
    config.put("steps_offset", 1);
    config.put("clip_sample", false);
    config.put("set_alpha_to_one", false);
    return config;
  }
}
