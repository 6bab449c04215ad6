package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.spi.tensor.Picture;

/** How far two pictures differ. */
final class Psnr {
  private Psnr() {}

  /** In dB over red, green and blue; infinite for equal ones, NaN for two sizes. */
  static double of(Picture one, Picture other) {
    if (one.width() != other.width() || one.height() != other.height()) {
      return Double.NaN;
    }
    double squares = 0;
    for (int i = 0; i < one.rgba().length; i++) {
      int difference = i % 4 == 3 ? 0 : (one.rgba()[i] & 0xff) - (other.rgba()[i] & 0xff);
      squares += (double) difference * difference;
    }
    double mean = squares / (3.0 * one.width() * one.height());
    return 10 * Math.log10(255.0 * 255.0 / mean);
  }
}
