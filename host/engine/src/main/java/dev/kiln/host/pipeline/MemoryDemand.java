package dev.kiln.host.pipeline;

import dev.kiln.host.TooLarge;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ProcessMemory;
import java.util.Locale;

/**
 * About what a request takes beside the model's weights, so that one which cannot be met is refused
 * before any work and not killed in the middle of it.
 *
 * @param rows conditions of an image: parts of the prompt and the negative prompt
 * @param fused whether attention never holds all of its scores
 */
record MemoryDemand(Model model, int width, int height, int rows, boolean fused) {
  /** What an unfused run takes beside its scores: 19.9 GB resident for 17.2 GB at 1024x1024. */
  private static final double MARGIN = 1.2;

  /** Pictures of the decoder's widest layer that are alive at once. */
  private static final int DECODER_LAYERS = 3;

  /** Latents of the UNet's widest layer that are alive at once, skips included. */
  private static final int UNET_LAYERS = 16;

  /** A prompt and its negative prompt are always evaluated together. */
  private static final int LEAST_ROWS = 2;

  /**
   * Ask for what it needs.
   *
   * @return how many of the rows can be evaluated at once
   * @throws TooLarge when two of them need more than is free
   */
  int demand() {
    return demand(ProcessMemory.availableBytes());
  }

  /**
   * @param free bytes
   */
  int demand(long free) {
    for (int count = rows; count > LEAST_ROWS; count--) {
      if (need(count) <= free) {
        return count;
      }
    }
    int least = Math.min(rows, LEAST_ROWS);
    double need = need(least);
    if (need > free) {
      throw new TooLarge(
          String.format(
              Locale.ROOT,
              "%dx%d needs about %.1f GB%s and %.1f GB are free; ask for a smaller size",
              width,
              height,
              need / 1e9,
              need == scores(least) ? " for attention" : "",
              free / 1e9));
    }
    return least;
  }

  private double need(int count) {
    return Math.max(scores(count), Math.max(decoder(), layers(count)));
  }

  private double scores(int count) {
    return fused ? 0 : MARGIN * model.unet().attentionBytes(count, height / 8, width / 8);
  }

  private double decoder() {
    return (double) DECODER_LAYERS * model.codec().widest() * height * width * Float.BYTES;
  }

  private double layers(int count) {
    double latents = (double) (height / 8) * (width / 8);
    return UNET_LAYERS * model.unet().widest() * latents * count * Float.BYTES;
  }
}
