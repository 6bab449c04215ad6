package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.tensor.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Pictures among the test's resources, and how far two pictures are apart. */
public final class Png {
  private Png() {}

  /** A picture of this package's resources. */
  public static Picture read(String name) {
    return read(Png.class, name);
  }

  public static Picture read(Class<?> beside, String name) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name + ".png"), name)) {
      return of(ImageIO.read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gray files have no gamma here: their numbers are taken as they are. */
  private static Picture of(BufferedImage image) {
    Picture picture = Picture.black(image.getWidth(), image.getHeight());
    boolean gray = image.getRaster().getNumBands() == 1;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int[] pixel = image.getRaster().getPixel(x, y, (int[]) null);
        picture.set(x, y, pixel[0], pixel[gray ? 0 : 1], pixel[gray ? 0 : 2]);
      }
    }
    return picture;
  }

  /** The largest difference of any channel of any pixel. */
  public static int difference(Picture a, Picture b) {
    sameSize(a, b);
    int most = 0;
    for (int i = 0; i < a.rgba().length; i++) {
      most = Math.max(most, Math.abs((a.rgba()[i] & 0xff) - (b.rgba()[i] & 0xff)));
    }
    return most;
  }

  /** The share of pixels that differ in any channel by more than {@code tolerance}. */
  public static double differing(Picture a, Picture b, int tolerance) {
    sameSize(a, b);
    int count = 0;
    for (int i = 0; i < a.rgba().length; i += 4) {
      boolean far = false;
      for (int channel = 0; channel < 4; channel++) {
        int difference = (a.rgba()[i + channel] & 0xff) - (b.rgba()[i + channel] & 0xff);
        far |= Math.abs(difference) > tolerance;
      }
      count += far ? 1 : 0;
    }
    return 4.0 * count / a.rgba().length;
  }

  private static void sameSize(Picture a, Picture b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new AssertionError(
          "%dx%d and %dx%d".formatted(a.width(), a.height(), b.width(), b.height()));
    }
  }
}
