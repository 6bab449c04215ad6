package dev.kiln.host.image;

/**
 * PNG's row filters: a byte is stored as its difference to what its neighbours predict. Each row
 * takes the filter with the least sum of absolute differences, which the specification advises.
 */
final class PngRows {
  private static final int FILTERS = 5;

  private final byte[] samples;
  private final int pixel;
  private final int stride;

  /**
   * @param pixel bytes from a sample to the same colour of the pixel to its right
   */
  PngRows(byte[] samples, int pixel, int width) {
    this.samples = samples;
    this.pixel = pixel;
    this.stride = width * pixel;
  }

  /** All rows, each after the number of its filter. */
  byte[] filtered() {
    int height = samples.length / stride;
    byte[] rows = new byte[height * (stride + 1)];
    byte[] candidate = new byte[stride + 1];
    for (int row = 0; row < height; row++) {
      long least = Long.MAX_VALUE;
      for (int filter = 0; filter < FILTERS; filter++) {
        long cost = filter(filter, row, candidate);
        if (cost < least) {
          least = cost;
          System.arraycopy(candidate, 0, rows, row * (stride + 1), stride + 1);
        }
      }
    }
    return rows;
  }

  private long filter(int filter, int row, byte[] filtered) {
    long cost = 0;
    filtered[0] = (byte) filter;
    for (int i = 0; i < stride; i++) {
      int at = row * stride + i;
      int left = i < pixel ? 0 : samples[at - pixel] & 0xff;
      int above = row == 0 ? 0 : samples[at - stride] & 0xff;
      int corner = i < pixel || row == 0 ? 0 : samples[at - stride - pixel] & 0xff;
      byte difference = (byte) (samples[at] - foretold(filter, left, above, corner));
      filtered[i + 1] = difference;
      cost += Math.abs(difference);
    }
    return cost;
  }

  private static int foretold(int filter, int left, int above, int corner) {
    return switch (filter) {
      case 0 -> 0;
      case 1 -> left;
      case 2 -> above;
      case 3 -> (left + above) / 2;
      default -> paeth(left, above, corner);
    };
  }

  /** The neighbour that is nearest to left + above - corner. */
  private static int paeth(int left, int above, int corner) {
    int toLeft = Math.abs(above - corner);
    int toAbove = Math.abs(left - corner);
    int toCorner = Math.abs(left + above - 2 * corner);
    if (toLeft <= toAbove && toLeft <= toCorner) {
      return left;
    }
    return toAbove <= toCorner ? above : corner;
  }
}
