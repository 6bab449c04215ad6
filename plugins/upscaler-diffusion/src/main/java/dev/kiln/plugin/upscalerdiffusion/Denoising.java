package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.plugin.upscalerdiffusion.Windows.Window;
import dev.kiln.spi.tensor.Tensor;

/**
 * Predicts the finished latents of one picture. The UNet sees a window after the other, and what it
 * predicts of them is blended, in each step anew. For one thread.
 */
final class Denoising {
  private final GuidedUnet unet;
  private final boolean velocity;
  private final Tensor picture;
  private final Windows rows;
  private final Windows columns;
  private final Progress progress;
  private final Tensor sample;
  private final Tensor predicted;
  private final Tensor whole;

  /**
   * @param velocity whether the UNet predicts velocity, else noise
   * @param picture [3, height, width], noised
   */
  Denoising(
      GuidedUnet unet, boolean velocity, Tensor picture, X4Settings settings, Progress progress) {
    this.unet = unet;
    this.velocity = velocity;
    this.picture = picture;
    this.rows = settings.windows(picture.dim(1));
    this.columns = settings.windows(picture.dim(2));
    this.progress = progress;
    this.sample = Tensor.zeros(unet.rows(), GuidedUnet.CHANNELS, rows.length(), columns.length());
    this.predicted = Tensor.zeros(GuidedUnet.LATENTS, rows.length(), columns.length());
    this.whole = Tensor.zeros(GuidedUnet.LATENTS, picture.dim(1), picture.dim(2));
  }

  /**
   * D = x / (1 + σ²) - v·σ / sqrt(1 + σ²), or x - σ·ε.
   *
   * @param latents x: [4, height, width]
   * @return of that shape; overwritten by the next call
   */
  Tensor denoised(Tensor latents, double sigma, double timestep) {
    double norm = Steps.norm(sigma);
    for (Window row : rows.all()) {
      for (Window column : columns.all()) {
        cut(latents, (float) (1 / norm), row, column);
        unet.predict(sample, timestep, predicted);
        blend(row, column);
        progress.windowDone();
      }
    }
    float kept = (float) (velocity ? 1 / (norm * norm) : 1);
    float taken = (float) (velocity ? sigma / norm : sigma);
    for (int i = 0; i < whole.size(); i++) {
      whole.data()[i] = kept * latents.data()[i] - taken * whole.data()[i];
    }
    return whole;
  }

  /** What the UNet sees of a window: its latents, and the picture there; the same in each row. */
  private void cut(Tensor latents, float scale, Window row, Window column) {
    int width = columns.length();
    float[] target = sample.data();
    int at = 0;
    for (int channel = 0; channel < GuidedUnet.CHANNELS; channel++) {
      boolean latent = channel < GuidedUnet.LATENTS;
      float[] source = (latent ? latents : picture).data();
      int plane = (latent ? channel : channel - GuidedUnet.LATENTS) * picture.dim(1);
      for (int y = 0; y < rows.length(); y++) {
        int from = (plane + row.start() + y) * picture.dim(2) + column.start();
        for (int x = 0; x < width; x++) {
          target[at++] = latent ? scale * source[from + x] : source[from + x];
        }
      }
    }
    for (int copy = 1; copy < unet.rows(); copy++) {
      System.arraycopy(target, 0, target, copy * at, at);
    }
  }

  private void blend(Window row, Window column) {
    int width = columns.length();
    for (int i = 0; i < predicted.size(); i++) {
      int channel = i / (rows.length() * width);
      int y = i / width % rows.length();
      int x = i % width;
      int at = (channel * whole.dim(1) + row.start() + y) * whole.dim(2) + column.start() + x;
      float share = row.share(y, 1) * column.share(x, 1);
      float before = share == 1 ? 0 : (1 - share) * whole.data()[at];
      whole.data()[at] = before + share * predicted.data()[i];
    }
  }
}
