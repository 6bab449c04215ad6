package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.spi.tensor.Tensor;
import java.util.Random;

/** Where noise comes from: first that of the picture, then that of the latents. */
@FunctionalInterface
interface Noise {
  /** Numbers of mean 0 and variance 1. */
  Tensor normal(int... shape);

  /** The same noise for a seed on every machine: the JDK says how its numbers are made. */
  static Noise ofSeed(long seed) {
    Random random = new Random(seed);
    return shape -> {
      Tensor noise = Tensor.zeros(shape);
      for (int i = 0; i < noise.size(); i++) {
        noise.data()[i] = (float) random.nextGaussian();
      }
      return noise;
    };
  }
}
