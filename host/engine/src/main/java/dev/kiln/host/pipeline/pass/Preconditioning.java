package dev.kiln.host.pipeline.pass;

import dev.kiln.host.model.Evaluation;
import dev.kiln.host.weights.config.Prediction;
import dev.kiln.spi.sampling.SigmaTable;

/**
 * Converts between latents and the network's input and output, as in k-diffusion: with x the
 * latents and s their noise level, the network sees x / sqrt(s² + 1), and denoised = x - s *
 * epsilon, or x / (s² + 1) - v * s / sqrt(s² + 1).
 */
record Preconditioning(Prediction predicts, SigmaTable table) {
  /** What the latents are multiplied with. */
  float inputScale(double sigma) {
    return (float) (1 / Math.sqrt(sigma * sigma + 1));
  }

  double timestep(double sigma) {
    return table.timestep(sigma);
  }

  /**
   * Turn the network's prediction for some rows into that of the finished latents, in place.
   *
   * @param first of the rows
   */
  void denoise(Evaluation rows, double sigma, int first, int count) {
    double norm = Math.sqrt(sigma * sigma + 1);
    boolean epsilon = predicts == Prediction.EPSILON;
    float sampleScale = (float) (epsilon ? norm : 1 / norm);
    float predictionScale = (float) (epsilon ? -sigma : -sigma / norm);
    float[] sample = rows.sample().data();
    float[] denoised = rows.denoised().data();
    int size = rows.denoised().rowSize();
    for (int i = first * size; i < (first + count) * size; i++) {
      denoised[i] = sample[i] * sampleScale + denoised[i] * predictionScale;
    }
  }
}
