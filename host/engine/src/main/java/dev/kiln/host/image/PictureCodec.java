package dev.kiln.host.image;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Pictures from and to files and base64 and in other sizes, by the JDK's readers and libwebp. Safe
 * from any thread.
 */
public final class PictureCodec implements Pictures {
  /** As large as the largest picture that Kiln makes. */
  private static final int LARGEST_SIDE = 8192;

  private static final long MOST_PIXELS = 64_000_000;

  @Override
  public Picture decode(String what, String base64) {
    return read(what, bytes(what, base64));
  }

  @Override
  public Picture read(String what, byte[] file) {
    JpegHeader jpeg = JpegHeader.of(file);
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg.withoutProfile(file)))) {
      ImageReader reader = PictureReaders.of(what, file, in);
      try {
        reader.setInput(in, true, true);
        demandSize(what, reader.getWidth(0), reader.getHeight(0));
        Picture lying = DecodedPixels.read(reader, jpeg);
        return ExifOrientation.of(file).upright(lying);
      } finally {
        reader.dispose();
      }
    } catch (BadRequest e) {
      throw e;
    } catch (LinkageError e) {
      throw new BadRequest(
          what + " is a WebP, which cannot be read on this system (" + e + "); give PNG or JPEG",
          e);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      throw new BadRequest(
          what + " is a damaged picture (" + e.getMessage() + "); save and send it again", e);
    }
  }

  @Override
  public String infotext(byte[] file) {
    try {
      return PictureText.of("the picture", file).infotext();
    } catch (BadRequest unreadable) {
      return "";
    }
  }

  @Override
  public byte[] write(Picture picture) {
    return png(picture);
  }

  @Override
  public byte[] write(Picture picture, Format format, int quality, String infotext) {
    PictureEncoding.Format known =
        PictureEncoding.Format.of("the format of the picture", format.name());
    PngImage opaque =
        new PngImage(picture.width(), picture.height(), opaque(picture).rgb(), infotext);
    return new PictureEncoding(known, quality).encode(opaque);
  }

  /**
   * The file that base64 means, with or without a data URL's beginning.
   *
   * @param what it is called in errors
   * @throws BadRequest when it is no base64
   */
  public static byte[] bytes(String what, String base64) {
    if (base64.startsWith("http://") || base64.startsWith("https://")) {
      throw new BadRequest(
          what + " is an address, and Kiln fetches nothing; send the bytes of the file in base64");
    }
    try {
      return Base64Bytes.of(base64, base64.startsWith("data:") ? base64.indexOf(',') + 1 : 0);
    } catch (IllegalArgumentException e) {
      throw new BadRequest(
          what + " is not base64 (" + e.getMessage() + "); encode the bytes of a picture file", e);
    }
  }

  /**
   * Refuse what is too large to be held.
   *
   * @param what it is, to begin the message with
   */
  public static void demandSize(String what, int width, int height) {
    if (width > LARGEST_SIDE || height > LARGEST_SIDE || (long) width * height > MOST_PIXELS) {
      throw new BadRequest(
          "%s has %dx%d pixels; at most %d a side and %d million in all are taken, scale it down"
              .formatted(what, width, height, LARGEST_SIDE, MOST_PIXELS / 1_000_000));
    }
  }

  @Override
  public String encode(Picture picture) {
    return Base64.getEncoder().encodeToString(png(picture));
  }

  @Override
  public Picture resize(Picture picture, int width, int height, Filter filter) {
    Picture resized = Resampling.valueOf(filter.name()).resize(picture, width, height);
    return resized == picture ? new Picture(width, height, picture.rgba().clone()) : resized;
  }

  /** A PNG file, with opacity only where not all is opaque. */
  public static byte[] png(Picture picture) {
    for (int i = 3; i < picture.rgba().length; i += 4) {
      if (picture.rgba()[i] != -1) {
        return PngImage.withOpacity(picture);
      }
    }
    return opaque(picture).encode();
  }

  /** Its colors alone. */
  public static PngImage opaque(Picture picture) {
    byte[] rgb = new byte[3 * picture.width() * picture.height()];
    for (int i = 0; i < rgb.length / 3; i++) {
      System.arraycopy(picture.rgba(), 4 * i, rgb, 3 * i, 3);
    }
    return new PngImage(picture.width(), picture.height(), rgb, "");
  }
}
