package dev.kiln.host.pipeline;

import dev.kiln.host.noise.BrownianTree;
import dev.kiln.host.noise.ImageNoise;
import dev.kiln.host.noise.ImageSeed;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** All noise of one batch, from the seeds of its images. */
final class SeededNoise {
  private final ImageNoise images;
  private final BrownianTree tree;

  /**
   * @param latentSize values of one image
   * @param sigmas of the pass: the Brownian motion runs between the smallest and the largest
   */
  SeededNoise(List<ImageSeed> seeds, long seedDelta, int latentSize, double[] sigmas) {
    images = new ImageNoise(seeds, seedDelta);
    double smallest = Arrays.stream(sigmas).filter(sigma -> sigma > 0).min().orElseThrow();
    double largest = Arrays.stream(sigmas).max().orElseThrow();
    tree =
        new BrownianTree(
            seeds.stream().mapToLong(ImageSeed::seed).toArray(), latentSize, smallest, largest);
  }

  void first(Tensor out) {
    images.first(out);
  }

  void next(Tensor out) {
    images.next(out);
  }

  void brownian(double sigma, double sigmaNext, Tensor out) {
    tree.noise(sigma, sigmaNext, out);
  }
}
