package dev.kiln.host.image;

/** sRGB and CIELAB (D65), the latter in 8 bits as OpenCV stores it: L 255/100, a + 128, b + 128. */
final class Lab {
  // IEC 61966-2-1, rows divided by the white point.
  private static final double[][] TO_XYZ = {
    {0.412453 / 0.950456, 0.357580 / 0.950456, 0.180423 / 0.950456},
    {0.212671, 0.715160, 0.072169},
    {0.019334 / 1.088754, 0.119193 / 1.088754, 0.950227 / 1.088754}
  };
  private static final double[][] FROM_XYZ = {
    {3.240479 * 0.950456, -1.537150, -0.498535 * 1.088754},
    {-0.969256 * 0.950456, 1.875991, 0.041556 * 1.088754},
    {0.055648 * 0.950456, -0.204043, 1.057311 * 1.088754}
  };
  private static final double EDGE = 0.008856;
  private static final double SLOPE = 7.787;
  private static final double OFFSET = 16.0 / 116;

  private Lab() {}

  /**
   * @param rgb 0..255 each
   * @return 0..255 each
   */
  static int[] of(int[] rgb) {
    double[] xyz = product(TO_XYZ, linear(rgb[0]), linear(rgb[1]), linear(rgb[2]));
    double y = root(xyz[1]);
    return new int[] {
      level((116 * y - 16) * 255 / 100),
      level(500 * (root(xyz[0]) - y) + 128),
      level(200 * (y - root(xyz[2])) + 128)
    };
  }

  static int[] toRgb(int[] lab) {
    double y = (lab[0] * 100 / 255.0 + 16) / 116;
    double x = y + (lab[1] - 128) / 500.0;
    double z = y - (lab[2] - 128) / 200.0;
    double[] rgb = product(FROM_XYZ, cube(x), cube(y), cube(z));
    return new int[] {gamma(rgb[0]), gamma(rgb[1]), gamma(rgb[2])};
  }

  private static double[] product(double[][] matrix, double a, double b, double c) {
    double[] result = new double[3];
    for (int row = 0; row < 3; row++) {
      result[row] = matrix[row][0] * a + matrix[row][1] * b + matrix[row][2] * c;
    }
    return result;
  }

  private static double linear(int level) {
    double value = level / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static int gamma(double value) {
    return level(
        255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * Math.pow(value, 1 / 2.4) - 0.055));
  }

  private static double root(double value) {
    return value > EDGE ? Math.cbrt(value) : SLOPE * value + OFFSET;
  }

  private static double cube(double root) {
    double value = root * root * root;
    return value > EDGE ? value : (root - OFFSET) / SLOPE;
  }

  private static int level(double value) {
    return (int) Math.max(0, Math.min(255, Math.rint(value)));
  }
}
