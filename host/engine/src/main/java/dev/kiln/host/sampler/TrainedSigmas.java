package dev.kiln.host.sampler;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.sampling.SigmaTable;
import java.util.Arrays;

/** The noise levels of a model from the betas that it was trained with. Immutable. */
public final class TrainedSigmas implements SigmaTable {
  /** webUI's last cumulative alpha with zero terminal SNR, whose level would else be infinite. */
  private static final double LAST_ALPHA = 4.8973451890853435e-08;

  private final double[] alphas;
  private final double[] sigmas;
  private final double[] logs;

  private TrainedSigmas(double[] alphas) {
    this.alphas = alphas;
    sigmas = Arrays.stream(alphas).map(a -> Math.sqrt((1 - a) / a)).toArray();
    logs = Arrays.stream(sigmas).map(Math::log).toArray();
  }

  /**
   * From the names in a model's {@code scheduler_config.json}.
   *
   * @param schedule {@code beta_schedule}: scaled_linear, linear or squaredcos_cap_v2
   * @param start {@code beta_start}; unused by squaredcos_cap_v2
   * @param end {@code beta_end}; unused by squaredcos_cap_v2
   * @param timesteps {@code num_train_timesteps}
   * @throws BadRequest when the schedule is another one
   */
  public static TrainedSigmas of(String schedule, double start, double end, int timesteps) {
    double[] betas = new double[timesteps];
    for (int i = 0; i < timesteps; i++) {
      double p = timesteps == 1 ? 0 : i / (double) (timesteps - 1);
      betas[i] =
          switch (schedule) {
            case "linear" -> start + p * (end - start);
            case "scaled_linear" ->
                Math.pow(Math.sqrt(start) + p * (Math.sqrt(end) - Math.sqrt(start)), 2);
            case "squaredcos_cap_v2" ->
                Math.min(
                    1 - cosine((i + 1) / (double) timesteps) / cosine(i / (double) timesteps),
                    0.999);
            default ->
                throw new BadRequest(
                    "unknown beta_schedule \""
                        + schedule
                        + "\"; expected scaled_linear, linear or squaredcos_cap_v2");
          };
    }
    return ofBetas(betas);
  }

  /**
   * From a scheduler's configuration in diffusers' form, whose defaults are those of Stable
   * Diffusion.
   *
   * @throws BadRequest when the schedule is one that Kiln does not know
   */
  public static TrainedSigmas of(JsonNode config) {
    if (config.path("trained_betas").isArray()) {
      double[] betas = new double[config.path("trained_betas").size()];
      Arrays.setAll(betas, i -> config.path("trained_betas").path(i).asDouble());
      return ofBetas(betas);
    }
    TrainedSigmas trained =
        of(
            config.path("beta_schedule").asText("scaled_linear"),
            config.path("beta_start").asDouble(0.00085),
            config.path("beta_end").asDouble(0.012),
            config.path("num_train_timesteps").asInt(1000));
    return config.path("rescale_betas_zero_snr").asBoolean() ? trained.zeroTerminalSnr() : trained;
  }

  /** From the variances added at each time step, {@code trained_betas}. */
  public static TrainedSigmas ofBetas(double[] betas) {
    double[] alphas = new double[betas.length];
    double product = 1;
    for (int i = 0; i < betas.length; i++) {
      product *= 1 - betas[i];
      alphas[i] = product;
    }
    return new TrainedSigmas(alphas);
  }

  /**
   * The same rescaled to zero terminal SNR (Lin et al., 2023): sqrt(a) is shifted so that the last
   * one is 0 and stretched so that the first one stays.
   */
  public TrainedSigmas zeroTerminalSnr() {
    double first = Math.sqrt(alphas[0]);
    double last = Math.sqrt(alphas[alphas.length - 1]);
    double[] rescaled = new double[alphas.length];
    for (int i = 0; i < alphas.length; i++) {
      double root = (Math.sqrt(alphas[i]) - last) * first / (first - last);
      rescaled[i] = root * root;
    }
    rescaled[alphas.length - 1] = LAST_ALPHA;
    return new TrainedSigmas(rescaled);
  }

  @Override
  public int size() {
    return sigmas.length;
  }

  @Override
  public double at(int timestep) {
    return sigmas[timestep];
  }

  @Override
  public double sigma(double timestep) {
    double t = Math.max(0, Math.min(timestep, size() - 1));
    int low = (int) t;
    double share = t - low;
    return share == 0 ? sigmas[low] : Math.exp((1 - share) * logs[low] + share * logs[low + 1]);
  }

  @Override
  public double timestep(double sigma) {
    double log = Math.log(sigma);
    int found = Arrays.binarySearch(logs, log);
    if (found >= 0) {
      return found;
    }
    int high = -found - 1;
    if (high == 0) {
      return 0;
    }
    if (high == size()) {
      return size() - 1;
    }
    return high - 1 + (log - logs[high - 1]) / (logs[high] - logs[high - 1]);
  }

  private static double cosine(double t) {
    double root = Math.cos((t + 0.008) / 1.008 * Math.PI / 2);
    return root * root;
  }
}
