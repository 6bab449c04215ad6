package dev.kiln.host.image;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Pictures from and to base64, by the JDK's own readers. Safe from any thread. */
public final class PictureCodec implements Pictures {
  /** As large as the largest picture that Kiln makes. */
  private static final int LARGEST_SIDE = 8192;

  private static final long MOST_PIXELS = 64_000_000;

  @Override
  public Picture decode(String what, String base64) {
    return read(what, bytes(what, base64), " in base64");
  }

  @Override
  public Picture read(String what, byte[] file) {
    return read(what, file, "");
  }

  @Override
  public byte[] write(Picture picture) {
    return png(picture);
  }

  /**
   * @param form in which a picture is to be sent, to end a message with
   */
  private static Picture read(String what, byte[] file, String form) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new BadRequest(
            what + " is no picture that Kiln reads; send PNG, JPEG, BMP or GIF" + form);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        demandSize(what, reader.getWidth(0), reader.getHeight(0));
        return picture(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      if (e instanceof BadRequest) {
        throw (BadRequest) e;
      }
      throw new BadRequest(
          what + " is a damaged picture (" + e.getMessage() + "); save and send it again", e);
    }
  }

  private static byte[] bytes(String what, String base64) {
    int comma = base64.startsWith("data:") ? base64.indexOf(',') : -1;
    try {
      return Base64.getMimeDecoder().decode(base64.substring(comma + 1).strip());
    } catch (IllegalArgumentException e) {
      throw new BadRequest(
          what + " is not base64 (" + e.getMessage() + "); encode the bytes of a picture file", e);
    }
  }

  private static void demandSize(String what, int width, int height) {
    if (width > LARGEST_SIDE || height > LARGEST_SIDE || (long) width * height > MOST_PIXELS) {
      throw new BadRequest(
          "%s has %dx%d pixels; at most %d a side and %d million in all are taken, scale it down"
              .formatted(what, width, height, LARGEST_SIDE, MOST_PIXELS / 1_000_000));
    }
  }

  private static Picture picture(BufferedImage image) {
    Picture picture = Picture.black(image.getWidth(), image.getHeight());
    boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    if (grey) {
      grey(image, picture);
      return picture;
    }
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

  /** The JDK takes grey for linear light and would brighten it; here it is what the file says. */
  private static void grey(BufferedImage image, Picture picture) {
    Raster raster = image.getRaster();
    int bits = image.getColorModel().getComponentSize(0);
    boolean wide = raster.getTransferType() == DataBuffer.TYPE_USHORT;
    int most = (1 << (wide ? 16 : bits)) - 1;
    boolean opaque = raster.getNumBands() < 2;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int value = Math.round(raster.getSample(x, y, 0) * 255f / most);
        picture.set(x, y, value, value, value);
        if (!opaque) {
          float alpha = raster.getSample(x, y, 1) * 255f / most;
          picture.rgba()[4 * (y * picture.width() + x) + 3] = (byte) Math.round(alpha);
        }
      }
    }
  }

  @Override
  public String encode(Picture picture) {
    return Base64.getEncoder().encodeToString(png(picture));
  }

  /** A PNG file of its colors. */
  public static byte[] png(Picture picture) {
    byte[] rgb = new byte[3 * picture.width() * picture.height()];
    for (int i = 0; i < rgb.length / 3; i++) {
      System.arraycopy(picture.rgba(), 4 * i, rgb, 3 * i, 3);
    }
    return new PngImage(picture.width(), picture.height(), rgb, "").encode();
  }
}
