package dev.kiln.host.pipeline.pass;

import dev.kiln.host.noise.BrownianTree;
import dev.kiln.host.noise.ImageNoise;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;

/** All noise of one batch, from the seeds of its images. */
public final class SeededNoise {
  private final ImageNoise images;
  private final BrownianTree tree;

  /**
   * @param latentSize values of one image
   * @param sigmas of the pass: the Brownian motion runs between the smallest and the largest
   */
  public SeededNoise(ImageNoise images, int latentSize, double[] sigmas) {
    demandNoise(sigmas);
    this.images = images;
    double smallest = Arrays.stream(sigmas).filter(sigma -> sigma > 0).min().orElseThrow();
    double largest = Arrays.stream(sigmas).max().orElseThrow();
    tree = new BrownianTree(images.seeds(), latentSize, smallest, largest);
  }

  /** Levels between which a sampler can step: above 0, but for a last one. */
  private static void demandNoise(double[] sigmas) {
    for (int i = 0; i < sigmas.length; i++) {
      boolean last = i == sigmas.length - 1 && i > 0;
      if (!Double.isFinite(sigmas[i]) || !(last ? sigmas[i] >= 0 : sigmas[i] > 0)) {
        throw new BadRequest(
            "the noise level of step "
                + (i + 1)
                + " is "
                + sigmas[i]
                + ", and it must be above 0; choose another scheduler, rho, sigma_min or sigma_max");
      }
    }
  }

  /** Fill with the first unit noise of each image. */
  public void first(Tensor out) {
    images.first(out);
  }

  void next(Tensor out) {
    images.next(out);
  }

  void brownian(double sigma, double sigmaNext, Tensor out) {
    tree.noise(sigma, sigmaNext, out);
  }
}
