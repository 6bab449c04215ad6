package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.DenoiseInterceptor;

/**
 * Adaptive guidance (arXiv 2312.12487): once the noise that the prompt predicts for an image and
 * the noise that the negative prompt predicts have a cosine of the threshold, guidance of that
 * image ends for good. Of several parts of a prompt the prediction is u + sum of weight (c - u).
 */
final class Alignment implements DenoiseInterceptor {
  private final double threshold;
  private final boolean[] reached;

  Alignment(double threshold, int images) {
    this.threshold = threshold;
    this.reached = new boolean[images];
  }

  boolean reached(int image) {
    return reached[image];
  }

  @Override
  public void intercept(DenoiseCall call) {
    call.proceed();
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

  /** Of what sigma times the noise is: the input, as large as the latents, minus the prediction. */
  private static double cosine(DenoiseCall call, int first, int uncond) {
    float[] sample = call.sample().data();
    float[] denoised = call.denoised().data();
    double sigma = call.step().sigma();
    double toLatents = Math.sqrt(sigma * sigma + 1);
    int size = call.denoised().rowSize();
    double product = 0;
    double prompts = 0;
    double negatives = 0;
    for (int i = 0; i < size; i++) {
      double negative = toLatents * sample[uncond * size + i] - denoised[uncond * size + i];
      double prompt = negative;
      for (int row = first; row < uncond; row++) {
        double part = toLatents * sample[row * size + i] - denoised[row * size + i];
        prompt += call.row(row).weight() * (part - negative);
      }
      product += prompt * negative;
      prompts += prompt * prompt;
      negatives += negative * negative;
    }
    return product / Math.sqrt(prompts * negatives);
  }
}
