package dev.kiln.host.noise;

import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/**
 * The noise of a batch, each image from its own generator, so that an image of a batch equals the
 * same seed made alone, bit for bit. Not thread-safe.
 */
public final class ImageNoise {
  private final List<ImageSeed> seeds;
  private final long seedDelta;
  private final SeedResize resize;

  private List<Philox> generators;

  /**
   * @param seeds one an image
   * @param seedDelta webUI's ENSD: added to the seeds for all noise after the first
   * @param resize the size that the first noise is made for
   */
  public ImageNoise(List<ImageSeed> seeds, long seedDelta, SeedResize resize) {
    this.seeds = List.copyOf(seeds);
    this.seedDelta = seedDelta;
    this.resize = resize;
    generators = generators(0);
  }

  /** Fill [images, channels, height, width] with the noise that the pictures start from. */
  public void first(Tensor out) {
    next(out);
    for (int i = 0; i < seeds.size(); i++) {
      if (resize.changes(out)) {
        Tensor other = Tensor.zeros(1, out.dim(1), resize.height(), resize.width());
        new Philox(seeds.get(i).seed()).fill(other.data(), 0, other.size());
        vary(other, 0, seeds.get(i));
        resize.place(other, out, i);
      } else {
        vary(out, i, seeds.get(i));
      }
    }
    if (seedDelta != 0) {
      generators = generators(seedDelta);
    }
  }

  /** Fill [images, channels, height, width] with the next unit noise. */
  public void next(Tensor out) {
    if (out.dim(0) != seeds.size()) {
      throw new IllegalArgumentException("noise for " + seeds.size() + " images, asked for " + out);
    }
    int size = out.rowSize();
    for (int i = 0; i < seeds.size(); i++) {
      generators.get(i).fill(out.data(), i * size, size);
    }
  }

  private static void vary(Tensor out, int image, ImageSeed seed) {
    if (seed.strength() == 0) {
      return;
    }
    float[] variation = new float[out.rowSize()];
    new Philox(seed.subseed()).fill(variation, 0, variation.length);
    new Slerp(out.dim(1), out.dim(2), out.dim(3))
        .turn(out.data(), image * variation.length, variation, seed.strength());
  }

  /** Of the images. */
  public long[] seeds() {
    return seeds.stream().mapToLong(ImageSeed::seed).toArray();
  }

  private List<Philox> generators(long delta) {
    return seeds.stream().map(image -> new Philox(image.seed() + delta)).toList();
  }
}
