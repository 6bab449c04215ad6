package dev.kiln.host.image;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * sRGB and CIELAB (D65), the latter in 8 bits as OpenCV stores it: L 255/100, a + 128, b + 128. In
 * OpenCV's fixed-point numbers, too: a level of a or b is many of a dark channel, so that a
 * histogram shows every other rounding.
 */
final class Lab {
  // IEC 61966-2-1.
  private static final double[] WHITE = {0.950456, 1, 1.088754};
  private static final double[] TO_XYZ = {
    0.412453, 0.357580, 0.180423, 0.212671, 0.715160, 0.072169, 0.019334, 0.119193, 0.950227
  };
  private static final double[] FROM_XYZ = {
    3.240479, -1.537150, -0.498535, -0.969256, 1.875991, 0.041556, 0.055648, -0.204043, 1.057311
  };

  /**
   * Bits behind the point: of a matrix, of a root on the way to Lab, and of one on the way back.
   */
  private static final int MATRIX_BITS = 12;

  private static final int ROOT_BITS = 15;
  private static final int BACK_BITS = 14;
  private static final int BACK = 1 << BACK_BITS;

  /** 8 for each level of 255. */
  private static final int LINEAR = 255 << 3;

  private static final int[] TO_WHITE =
      table(9, i -> (1 << MATRIX_BITS) * TO_XYZ[(int) i] / WHITE[(int) i / 3]);
  private static final int[] FROM_WHITE =
      table(9, i -> (1 << MATRIX_BITS) * FROM_XYZ[(int) i] * WHITE[(int) i % 3]);
  private static final int[] LINEAR_OF = table(256, i -> LINEAR * linear(i / 255));
  private static final int[] ROOT_OF =
      table(LINEAR * 3 / 2, i -> (1 << ROOT_BITS) * root(i / LINEAR));
  private static final int[] LEVEL_OF =
      table(1 << MATRIX_BITS, i -> 255 * gamma(i / (1 << MATRIX_BITS)));

  private Lab() {}

  private static int[] table(int size, DoubleUnaryOperator value) {
    return IntStream.range(0, size).map(i -> (int) Math.rint(value.applyAsDouble(i))).toArray();
  }

  private static double linear(double value) {
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static double gamma(double value) {
    return value <= 0.0031308 ? 12.92 * value : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
  }

  /** With the bits of a float, of which OpenCV's cube roots are cut off. */
  private static double root(double value) {
    if (value < 216.0 / 24389) {
      return (float) (value * 841 / 108 + 16.0 / 116);
    }
    double exact = Math.cbrt((float) value);
    float near = (float) exact;
    return near > exact ? Math.nextDown(near) : near;
  }

  /**
   * @param rgb 0..255 each
   * @return 0..255 each
   */
  static int[] of(int[] rgb) {
    int[] roots = new int[3];
    for (int i = 0; i < 3; i++) {
      int sum = 0;
      for (int channel = 0; channel < 3; channel++) {
        sum += TO_WHITE[3 * i + channel] * LINEAR_OF[rgb[channel]];
      }
      roots[i] = ROOT_OF[rounded(sum, MATRIX_BITS)];
    }
    int middle = 128 << ROOT_BITS;
    return new int[] {
      level((116 * 255 + 50) / 100 * roots[1] - ((16 * 255 << ROOT_BITS) + 50) / 100),
      level(500 * (roots[0] - roots[1]) + middle),
      level(200 * (roots[1] - roots[2]) + middle)
    };
  }

  private static int level(int value) {
    return Math.max(0, Math.min(255, rounded(value, ROOT_BITS)));
  }

  static int[] toRgb(int[] lab) {
    float light = lab[0] * 100f * BACK / (255 * 116) + 16f * BACK / 116;
    boolean dark = lab[0] <= 20;
    float y =
        dark ? lab[0] * 180f * BACK / (17 * 29 * 29 * 29) : light * light * light / BACK / BACK;
    int root = Math.round(dark ? BACK * (16f / 116 + lab[0] * 5f / (3 * 17 * 29)) : light);
    int towardsRed = (5 * lab[1] * 53687 + 128 >> 13) - 128 * BACK / 500;
    int towardsYellow = (lab[2] * 41943 + 16 >> 9) - 128 * BACK / 200 + 1;
    int[] xyz = {cube(root + towardsRed), (int) Math.rint(y), cube(root - towardsYellow)};
    int[] rgb = new int[3];
    for (int channel = 0; channel < 3; channel++) {
      int sum = 0;
      for (int i = 0; i < 3; i++) {
        sum += FROM_WHITE[3 * channel + i] * xyz[i];
      }
      int value = rounded(sum, BACK_BITS);
      rgb[channel] = LEVEL_OF[Math.max(0, Math.min(LEVEL_OF.length - 1, value))];
    }
    return rgb;
  }

  /** Of a root with 14 bits behind the point. */
  private static int cube(int root) {
    return root <= 3390
        ? root * 108 / 841 - 16 * BACK / 116 * 108 / 841
        : root * root / BACK * root / BACK;
  }

  private static int rounded(int value, int bits) {
    return value + (1 << bits - 1) >> bits;
  }
}
