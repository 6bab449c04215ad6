package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DiffusionModel;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.NetworkRun.Port;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The UNet of an x4 upscaler with its texts and its noise level. For one thread. */
final class GuidedUnet implements AutoCloseable {
  static final int LATENTS = 4;

  /** Latents, and the colors of the noised picture. */
  static final int CHANNELS = LATENTS + 3;

  private static final String SAMPLE = "sample";
  private static final String TIMESTEP = "timestep";
  private static final String TEXT = "encoder_hidden_states";
  private static final String CLASS = "class_labels";

  private final NetworkRun unet;
  private final int rows;
  private final float guidance;
  private final Tensor timestep;

  /**
   * @param texts [tokens, width] of each: the negative prompt and the prompt, or the prompt alone
   */
  private GuidedUnet(NetworkRun unet, List<Tensor> texts, X4Settings settings) {
    this.unet = unet;
    this.rows = texts.size();
    this.guidance = (float) settings.guidance();
    this.timestep = timestep(unet, rows);
    Tensor context = Tensor.zeros(rows, texts.get(0).dim(0), texts.get(0).dim(1));
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          texts.get(row).data(), 0, context.data(), row * context.rowSize(), context.rowSize());
    }
    Tensor labels = Tensor.zeros(rows);
    Arrays.fill(labels.data(), settings.noise());
    unet.hold(TEXT, context);
    unet.hold(CLASS, labels);
  }

  /**
   * @throws BadRequest when the model does not enlarge, or does not know the noise level
   */
  static GuidedUnet open(DiffusionModel model, List<Tensor> texts, X4Settings settings) {
    if (model.config("unet").get("num_class_embeds") instanceof Number classes
        && settings.noise() >= classes.intValue()) {
      throw new BadRequest(
          "--x4-noise is %d, and %s knows noise levels from 0 to %d; ask for one of them"
              .formatted(settings.noise(), model.path(), classes.intValue() - 1));
    }
    NetworkRun unet = model.unet();
    try {
      demandUpscaler(model, unet);
      return new GuidedUnet(unet, texts, settings);
    } catch (RuntimeException | Error e) {
      unet.close();
      throw e;
    }
  }

  private static void demandUpscaler(DiffusionModel model, NetworkRun unet) {
    boolean enlarges =
        port(unet, CLASS).isPresent()
            && port(unet, SAMPLE)
                .filter(port -> port.shape().size() == 4)
                .filter(port -> port.shape().get(1) < 0 || port.shape().get(1) == CHANNELS)
                .isPresent();
    if (!enlarges) {
      throw new BadRequest(
          "%s is no x4 upscaler: its UNet takes %s, expected %s [rows, %d, height, width] and %s; choose another model"
              .formatted(
                  model.path(),
                  unet.inputs().stream()
                      .map(port -> port.name() + " " + port.shape())
                      .collect(Collectors.joining(", ")),
                  SAMPLE,
                  CHANNELS,
                  CLASS));
    }
  }

  private static Optional<Port> port(NetworkRun unet, String name) {
    return unet.inputs().stream().filter(port -> port.name().equals(name)).findFirst();
  }

  /** Exports disagree: a scalar, a vector of one, or one for each row. */
  private static Tensor timestep(NetworkRun unet, int rows) {
    boolean each =
        port(unet, TIMESTEP)
            .filter(port -> port.shape().size() == 1 && port.shape().get(0) != 1)
            .isPresent();
    return Tensor.zeros(each ? rows : 1);
  }

  /** How often a window is laid out in {@link #predict}'s sample. */
  int rows() {
    return rows;
  }

  /**
   * Predict one window.
   *
   * @param sample [rows, 7, height, width], the same in each row
   * @param predicted [4, height, width], to be filled
   */
  void predict(Tensor sample, double time, Tensor predicted) {
    Arrays.fill(timestep.data(), (float) time);
    float[] made = unet.run(Map.of(SAMPLE, sample, TIMESTEP, timestep)).get(0).data();
    int size = predicted.size();
    for (int i = 0; i < size; i++) {
      float without = made[i];
      predicted.data()[i] = rows == 1 ? without : without + guidance * (made[size + i] - without);
    }
  }

  @Override
  public void close() {
    unet.close();
  }
}
