package dev.kiln.plugin.livepreview;

import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeVae;
import java.util.concurrent.atomic.AtomicInteger;

/** A codec whose four latent channels are linear in the mean colour of 8x8 pixels. */
final class LinearVae {
  private static final double[][] MIX = {
    {1.5, -0.5, 0.25}, {0.3, 2, -1}, {-0.7, 0.1, 1.2}, {0.9, 0.9, 0.4}
  };
  private static final double[] BIAS = {0.5, -1, 0.2, 0};

  final AtomicInteger encodings = new AtomicInteger();

  Vae vae(String hash) {
    return new FakeVae(hash, 4, this::encode);
  }

  Tensor encode(Tensor pictures) {
    encodings.incrementAndGet();
    int height = pictures.dim(2) / 8;
    int width = pictures.dim(3) / 8;
    Tensor latents = Tensor.zeros(1, 4, height, width);
    for (int channel = 0; channel < 4; channel++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double value = BIAS[channel];
          for (int c = 0; c < 3; c++) {
            value += MIX[channel][c] * mean(pictures, c, y, x);
          }
          latents.data()[(channel * height + y) * width + x] = (float) value;
        }
      }
    }
    return latents;
  }

  private static double mean(Tensor pictures, int colour, int top, int left) {
    double sum = 0;
    for (int y = 8 * top; y < 8 * top + 8; y++) {
      for (int x = 8 * left; x < 8 * left + 8; x++) {
        sum += pictures.data()[(colour * pictures.dim(2) + y) * pictures.dim(3) + x];
      }
    }
    return sum / 64;
  }
}
