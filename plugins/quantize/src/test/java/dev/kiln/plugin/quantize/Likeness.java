package dev.kiln.plugin.quantize;

import dev.kiln.host.request.GeneratedImage;

/**
 * How alike two pictures are.
 *
 * @param psnr of all colors, in decibels
 * @param ssim of brightness, mean over windows of 8x8 pixels (Wang et al. 2004, k 0.01 and 0.03)
 */
record Likeness(double psnr, double ssim) {
  private static final int WINDOW = 8;
  private static final double C1 = Math.pow(0.01 * 255, 2);
  private static final double C2 = Math.pow(0.03 * 255, 2);

  static Likeness of(GeneratedImage found, GeneratedImage wanted) {
    return new Likeness(psnr(found.rgb(), wanted.rgb()), ssim(found, wanted));
  }

  private static double psnr(byte[] found, byte[] wanted) {
    double sum = 0;
    for (int i = 0; i < wanted.length; i++) {
      sum += Math.pow((found[i] & 0xff) - (wanted[i] & 0xff), 2);
    }
    return 10 * Math.log10(255 * 255 / (sum / wanted.length));
  }

  private static double ssim(GeneratedImage found, GeneratedImage wanted) {
    double sum = 0;
    int windows = 0;
    for (int y = 0; y + WINDOW <= wanted.height(); y += WINDOW / 2) {
      for (int x = 0; x + WINDOW <= wanted.width(); x += WINDOW / 2) {
        sum += window(found, wanted, x, y);
        windows++;
      }
    }
    return sum / windows;
  }

  private static double window(GeneratedImage found, GeneratedImage wanted, int x, int y) {
    double a = 0;
    double b = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int i = 0; i < WINDOW * WINDOW; i++) {
      int at = (y + i / WINDOW) * wanted.width() + x + i % WINDOW;
      double p = brightness(found.rgb(), at);
      double q = brightness(wanted.rgb(), at);
      a += p;
      b += q;
      aa += p * p;
      bb += q * q;
      ab += p * q;
    }
    double n = WINDOW * WINDOW;
    double ma = a / n;
    double mb = b / n;
    double va = aa / n - ma * ma;
    double vb = bb / n - mb * mb;
    double cov = ab / n - ma * mb;
    return (2 * ma * mb + C1) * (2 * cov + C2) / ((ma * ma + mb * mb + C1) * (va + vb + C2));
  }

  private static double brightness(byte[] rgb, int pixel) {
    return 0.299 * (rgb[3 * pixel] & 0xff)
        + 0.587 * (rgb[3 * pixel + 1] & 0xff)
        + 0.114 * (rgb[3 * pixel + 2] & 0xff);
  }
}
