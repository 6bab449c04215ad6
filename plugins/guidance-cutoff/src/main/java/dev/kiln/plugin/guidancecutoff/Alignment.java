package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;

/**
 * Adaptive guidance (arXiv 2312.12487): once the prompt's prediction for an image and the negative
 * prompt's have a cosine of the threshold, guidance of that image ends for good. They are
 * predictions of the finished latents, as in ComfyUI: the paper's of noise are all but equal while
 * there is little but noise, whatever the prompt. Of several parts of a prompt it is u + sum of
 * weight (c - u).
 */
final class Alignment {
  private final double threshold;
  private final boolean[] reached;

  Alignment(double threshold, int images) {
    this.threshold = threshold;
    this.reached = new boolean[images];
  }

  boolean reached(int image) {
    return reached[image];
  }

  /** Look at the rows of an evaluation that computed them all. */
  void compare(DenoiseCall call) {
    if (threshold == 1) {
      return;
    }
    int first = 0;
    for (int row = 0; row < call.rows(); row++) {
      Row it = call.row(row);
      if (it.image() != call.row(first).image()) {
        first = row;
      }
      if (it.role() == Row.Role.UNCOND && row > first) {
        reached[it.image()] |= cosine(call, first, row) >= threshold;
      }
    }
  }

  private static double cosine(DenoiseCall call, int first, int uncond) {
    float[] denoised = call.denoised().data();
    int size = call.denoised().rowSize();
    double product = 0;
    double prompts = 0;
    double negatives = 0;
    for (int i = 0; i < size; i++) {
      double negative = denoised[uncond * size + i];
      double prompt = negative;
      for (int row = first; row < uncond; row++) {
        prompt += call.row(row).weight() * (denoised[row * size + i] - negative);
      }
      product += prompt * negative;
      prompts += prompt * prompt;
      negatives += negative * negative;
    }
    return product / Math.sqrt(prompts * negatives);
  }
}
