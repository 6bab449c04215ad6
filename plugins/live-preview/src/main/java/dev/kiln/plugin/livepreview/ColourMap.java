package dev.kiln.plugin.livepreview;

import dev.kiln.spi.tensor.Tensor;

/**
 * A linear guess of the colour that a latent stands for.
 *
 * @param weights three rows, for red, green and blue in 0..1: a factor per channel, then the bias
 */
record ColourMap(double[][] weights) {
  /**
   * The images of a batch side by side, a pixel per latent.
   *
   * @param latents [images, channels, height, width]
   * @return [3, height, images * width] in 0..1
   */
  Tensor picture(Tensor latents) {
    int images = latents.dim(0);
    int height = latents.dim(2);
    int width = latents.dim(3);
    Tensor picture = Tensor.zeros(3, height, images * width);
    int out = 0;
    for (int colour = 0; colour < 3; colour++) {
      for (int y = 0; y < height; y++) {
        for (int image = 0; image < images; image++) {
          for (int x = 0; x < width; x++) {
            int at = image * latents.rowSize() + y * width + x;
            picture.data()[out++] = colour(weights[colour], latents.data(), at, height * width);
          }
        }
      }
    }
    return picture;
  }

  private static float colour(double[] row, float[] latents, int at, int plane) {
    double sum = row[row.length - 1];
    for (int channel = 0; channel < row.length - 1; channel++) {
      sum += row[channel] * latents[at + channel * plane];
    }
    return (float) Math.max(0, Math.min(1, sum));
  }
}
