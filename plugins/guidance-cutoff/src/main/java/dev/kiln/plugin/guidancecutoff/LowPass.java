package dev.kiln.plugin.guidancecutoff;

import java.util.Arrays;

/**
 * The low frequencies of a plane: of its Fourier transform what lies in a circle around frequency
 * 0, whose radius is a fifth of the shorter side. It allocates nothing once it is made.
 */
final class LowPass {
  private final int height;
  private final int width;
  private final int radius;
  private final int columns;
  private final Waves down;
  private final Waves across;
  private final double[] re;
  private final double[] im;
  private final double[] lowRe;
  private final double[] lowIm;

  LowPass(int height, int width) {
    this.height = height;
    this.width = width;
    this.radius = Math.min(height, width) / 5;
    this.columns = 2 * radius + 1;
    this.down = Waves.of(height);
    this.across = Waves.of(width);
    this.re = new double[height * columns];
    this.im = new double[re.length];
    this.lowRe = new double[re.length];
    this.lowIm = new double[re.length];
  }

  /** cos and sin of 2 pi i / size. */
  private record Waves(double[] cos, double[] sin) {
    static Waves of(int size) {
      double[] cos = new double[size];
      double[] sin = new double[size];
      for (int i = 0; i < size; i++) {
        cos[i] = Math.cos(2 * Math.PI * i / size);
        sin[i] = Math.sin(2 * Math.PI * i / size);
      }
      return new Waves(cos, sin);
    }

    /** Where a wave of a frequency, which may be negative, is at a place. */
    int at(int frequency, int place) {
      return Math.floorMod(frequency * place, cos.length);
    }
  }

  /**
   * Take the low frequencies of a plane.
   *
   * @param plane [height, width], from an offset on
   * @param low filled from the same offset on
   */
  void of(float[] plane, float[] low, int offset) {
    transformRows(plane, offset);
    Arrays.fill(lowRe, 0);
    Arrays.fill(lowIm, 0);
    for (int fy = -radius; fy <= radius; fy++) {
      for (int fx = -radius; fx <= radius; fx++) {
        if (fx * fx + fy * fy <= radius * radius) {
          addColumnWave(fy, fx + radius);
        }
      }
    }
    transformBack(low, offset);
  }

  private void transformRows(float[] plane, int offset) {
    for (int y = 0; y < height; y++) {
      for (int column = 0; column < columns; column++) {
        double real = 0;
        double imaginary = 0;
        for (int x = 0; x < width; x++) {
          int at = across.at(column - radius, x);
          real += plane[offset + y * width + x] * across.cos[at];
          imaginary -= plane[offset + y * width + x] * across.sin[at];
        }
        re[y * columns + column] = real;
        im[y * columns + column] = imaginary;
      }
    }
  }

  /** One frequency of a column, there and back. */
  private void addColumnWave(int fy, int column) {
    double real = 0;
    double imaginary = 0;
    for (int y = 0; y < height; y++) {
      int at = down.at(fy, y);
      int i = y * columns + column;
      real += re[i] * down.cos[at] + im[i] * down.sin[at];
      imaginary += im[i] * down.cos[at] - re[i] * down.sin[at];
    }
    for (int y = 0; y < height; y++) {
      int at = down.at(fy, y);
      lowRe[y * columns + column] += real * down.cos[at] - imaginary * down.sin[at];
      lowIm[y * columns + column] += real * down.sin[at] + imaginary * down.cos[at];
    }
  }

  private void transformBack(float[] low, int offset) {
    double count = (double) height * width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int column = 0; column < columns; column++) {
          int at = across.at(column - radius, x);
          int i = y * columns + column;
          sum += lowRe[i] * across.cos[at] - lowIm[i] * across.sin[at];
        }
        low[offset + y * width + x] = (float) (sum / count);
      }
    }
  }
}
