package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model of Stable Diffusion and its networks, as they lie in their files: no plugin changes them.
 * Sessions of UNet and decoder stay in memory after their last use, as those of {@link Networks}
 * do. Safe from any thread.
 */
@ProvidedByHost
public interface DiffusionModel {
  /** The file or folder. */
  Path path();

  /**
   * What diffusers keeps as JSON in a folder of the model: maps, lists, strings, numbers, booleans
   * and null. For a single file it is inferred.
   *
   * @param part {@code unet}, {@code vae}, {@code text_encoder}, {@code scheduler} or {@code
   *     low_res_scheduler}
   * @return empty where the model has no such file
   * @throws dev.kiln.spi.BadRequest when the file is broken, or a single file lacks that network
   */
  Map<String, @Nullable Object> config(String part);

  /**
   * The noise levels that a scheduler was trained on.
   *
   * @param scheduler {@code scheduler}; {@code low_res_scheduler} for the noise in the picture that
   *     an upscaler enlarges, which is the same where the model has none
   * @throws dev.kiln.spi.BadRequest when it is of another kind than Kiln knows
   */
  SigmaTable sigmas(String scheduler);

  /**
   * Embed texts as the model's own pipeline would, without words, patches and hooks of plugins.
   * Emphasis is understood. The text encoder is opened for this call and closed after it: it is
   * large, and seldom wanted twice.
   *
   * @return [tokens, width] for each; as many tokens for each as the longest takes, 77 at least
   * @throws dev.kiln.spi.BadRequest when a text is too long, or the encoder is missing or broken
   */
  List<Tensor> embed(List<String> texts);

  /**
   * Use the UNet with all inputs that it has: {@code sample} [rows, channels, height, width],
   * {@code timestep}, {@code encoder_hidden_states} [rows, tokens, width], and others, such as an
   * upscaler's {@code class_labels} [rows].
   *
   * @return to be closed after use
   * @throws dev.kiln.spi.BadRequest when it is missing or broken
   */
  NetworkRun unet();

  /**
   * Use the decoder of the VAE: latents [rows, channels, height, width], divided by the scaling
   * factor, to pictures [rows, 3, n·height, n·width], about -1..1.
   *
   * @return to be closed after use
   * @throws dev.kiln.spi.BadRequest when it is missing or broken
   */
  NetworkRun decoder();
}
