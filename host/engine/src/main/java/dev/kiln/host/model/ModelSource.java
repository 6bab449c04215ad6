package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.spi.graph.NetworkKind;
import java.util.Optional;

/**
 * A Stable Diffusion 1.x or 2.x model on disk, in any format. Two are equal when they are the same
 * files. Safe from any thread.
 */
public interface ModelSource extends NetworkFiles {
  /** The name by which users choose it. */
  String name();

  /** A network's {@code config.json} in diffusers' form; empty where there is none. */
  JsonNode config(NetworkKind network);

  /** The noise schedule that the model was trained on, in diffusers' form. */
  JsonNode scheduler();

  /**
   * The noise schedule of the picture that an upscaler enlarges, in diffusers' form. Published ones
   * were trained with one schedule for both.
   */
  default JsonNode pictureScheduler() {
    return scheduler();
  }

  ClipTokenizer tokenizer();

  /** The name of the autoencoder that is used in place of the model's own. */
  default Optional<String> otherVae() {
    return Optional.empty();
  }

  /** About what the weights take in memory, as float32; no graph is made for it. */
  long weightBytes();

  /** The side in pixels of the pictures that the model was made for: 512 for version 1.5. */
  default int nativeSize() {
    return 8 * config(NetworkKind.UNET).path("sample_size").asInt(64);
  }
}
