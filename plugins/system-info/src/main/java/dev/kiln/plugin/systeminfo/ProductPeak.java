package dev.kiln.plugin.systeminfo;

import dev.kiln.spi.host.NetworkProfiles;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The most that this machine multiplies: products of two large f32 matrices in Kiln's runtime. */
@Singleton
public final class ProductPeak {
  /** Rows and columns: 16 MB a matrix, beyond the caches. */
  private static final int SIZE = 2048;

  private static final double OPERATIONS = 2.0 * SIZE * SIZE * SIZE;
  private static final double SECONDS = 0.5;

  private final NetworkProfiles profiles;

  @Inject
  public ProductPeak(NetworkProfiles profiles) {
    this.profiles = profiles;
  }

  /** Floating point operations a second of the fastest of some products. */
  public double measure() {
    return OPERATIONS
        / profiles.product(SIZE, SECONDS).seconds().stream()
            .mapToDouble(it -> it)
            .min()
            .orElseThrow();
  }
}
