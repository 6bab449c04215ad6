package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * Pixels as the file has them, which is how Pillow and so webUI see them. Color profiles are left
 * aside: the JDK would brighten grey, which it takes for linear light, and convert what a profile
 * describes.
 */
final class DecodedPixels {
  private DecodedPixels() {}

  static Picture read(ImageReader reader, JpegHeader jpeg) throws IOException {
    if (jpeg.components() == 4) {
      return cmyk(reader.readRaster(0, null), jpeg.ycck());
    }
    BufferedImage image = reader.read(0);
    return image.getColorModel() instanceof ComponentColorModel model
        ? samples(image.getRaster(), model)
        : converted(image);
  }

  private static Picture samples(Raster raster, ComponentColorModel model) {
    Picture picture = Picture.black(raster.getWidth(), raster.getHeight());
    int most = (1 << model.getComponentSize(0)) - 1;
    int colors = model.getNumColorComponents();
    int[] pixel = new int[4];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        raster.getPixel(x, y, pixel);
        int red = eight(pixel[0], most);
        int green = colors == 1 ? red : eight(pixel[1], most);
        int blue = colors == 1 ? red : eight(pixel[2], most);
        picture.set(x, y, red, green, blue);
        if (model.hasAlpha()) {
          picture.rgba()[4 * (y * picture.width() + x) + 3] = (byte) eight(pixel[colors], most);
        }
      }
    }
    return picture;
  }

  private static int eight(int sample, int most) {
    return most == 255 ? sample : Math.round(sample * 255f / most);
  }

  /** Those with a palette, or packed into one number. */
  private static Picture converted(BufferedImage image) {
    Picture picture = Picture.black(image.getWidth(), image.getHeight());
    int[] row = new int[picture.width()];
    for (int y = 0; y < picture.height(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int x = 0; x < row.length; x++) {
        picture.set(x, y, row[x] >> 16 & 0xff, row[x] >> 8 & 0xff, row[x] & 0xff);
        picture.rgba()[4 * (y * row.length + x) + 3] = (byte) (row[x] >>> 24);
      }
    }
    return picture;
  }

  /** Inks are stored inverted, as Adobe does: 255 is none. Pillow takes all files so. */
  private static Picture cmyk(Raster raster, boolean ycck) {
    Picture picture = Picture.black(raster.getWidth(), raster.getHeight());
    int[] pixel = new int[4];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        raster.getPixel(x, y, pixel);
        int[] inks = ycck ? fromYcc(pixel) : inverted(pixel);
        int light = pixel[3];
        picture.set(x, y, left(light, inks[0]), left(light, inks[1]), left(light, inks[2]));
      }
    }
    return picture;
  }

  private static int[] inverted(int[] pixel) {
    return new int[] {255 - pixel[0], 255 - pixel[1], 255 - pixel[2]};
  }

  /** JFIF's YCbCr, of which the inks are what the colors else are. */
  private static int[] fromYcc(int[] pixel) {
    double blue = pixel[1] - 128;
    double red = pixel[2] - 128;
    return new int[] {
      clamped(pixel[0] + 1.402 * red),
      clamped(pixel[0] - 0.344136 * blue - 0.714136 * red),
      clamped(pixel[0] + 1.772 * blue)
    };
  }

  private static int clamped(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }

  /** What an ink leaves of the light that black lets through. */
  private static int left(int light, int ink) {
    return light - Math.round(light * ink / 255f);
  }
}
