package dev.kiln.host.noise;

/**
 * Where the noise of one image comes from.
 *
 * @param seed of the image
 * @param subseed of the variation
 * @param strength 0..1: how far the first noise is turned towards the variation's
 */
public record ImageSeed(long seed, long subseed, double strength) {
  public static ImageSeed of(long seed) {
    return new ImageSeed(seed, 0, 0);
  }
}
