package dev.kiln.host.pipeline;

import dev.kiln.host.TooLarge;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ProcessMemory;
import java.util.Locale;

/**
 * About what a request takes beside the model's weights, so that one which cannot be met is refused
 * before any work and not killed in the middle of it.
 *
 * @param rows conditions that are evaluated at once: parts of the prompt and the negative prompt
 * @param fused whether attention never holds all of its scores
 */
record MemoryDemand(Model model, int width, int height, int rows, boolean fused) {
  /** What an unfused run takes beside its scores: 19.9 GB resident for 17.2 GB at 1024x1024. */
  private static final double MARGIN = 1.2;

  /** Pictures of the decoder's widest layer that are alive at once. */
  private static final int DECODER_LAYERS = 3;

  /** Latents of the UNet's widest layer that are alive at once, skips included. */
  private static final int UNET_LAYERS = 16;

  /**
   * @throws TooLarge when it is more than is free
   */
  void demand() {
    double scores = fused ? 0 : MARGIN * attention();
    double need = Math.max(scores, Math.max(decoder(), layers()));
    long free = ProcessMemory.availableBytes();
    if (need > free) {
      throw new TooLarge(
          String.format(
              Locale.ROOT,
              "%dx%d%s needs about %.1f GB%s and %.1f GB are free; ask for a smaller size%s",
              width,
              height,
              rows > 2 ? " with " + (rows - 1) + " prompts" : "",
              need / 1e9,
              need == scores ? " for attention" : "",
              free / 1e9,
              rows > 2 ? " or fewer prompts" : ""));
    }
  }

  private double attention() {
    return model.unet().attentionBytes(rows, height / 8, width / 8);
  }

  private double decoder() {
    return (double) DECODER_LAYERS * model.codec().widest() * height * width * Float.BYTES;
  }

  private double layers() {
    double latents = (double) (height / 8) * (width / 8);
    return UNET_LAYERS * model.unet().widest() * latents * rows * Float.BYTES;
  }
}
