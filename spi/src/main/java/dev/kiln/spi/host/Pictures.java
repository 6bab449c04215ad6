package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Picture;

/**
 * Pictures from and to files, as they travel in JSON, and in other sizes. Injected; safe from any
 * thread.
 */
@ProvidedByHost
public interface Pictures {
  /**
   * Read a picture: PNG, JPEG, WebP, BMP or GIF in base64, with or without {@code
   * data:image/...;base64,} before it. It is turned upright as its EXIF data say, and its colors
   * are what the file has, without color profiles: as webUI sees it.
   *
   * @param what it is, to begin the message with: {@code "ControlNet unit 1: image"}
   * @throws dev.kiln.spi.BadRequest when it is not a picture, is broken, or larger than the host
   *     takes
   */
  Picture decode(String what, String base64);

  /**
   * Read a picture: the bytes of a PNG, JPEG, WebP, BMP or GIF file, as {@link #decode} does.
   *
   * @param what it is, to begin the message with
   * @throws dev.kiln.spi.BadRequest as {@link #decode} does
   */
  Picture read(String what, byte[] file);

  /** What the bytes of a picture file say of how it was made; empty where they say nothing. */
  String infotext(byte[] file);

  /** The bytes of a PNG file, with opacity where not all of the picture is opaque. */
  byte[] write(Picture picture);

  /**
   * The bytes of a file without opacity, with webUI's {@code parameters} text: in PNG its own
   * chunk, else EXIF's comment, in JPEG if it fits into 32,000 characters.
   *
   * @param quality of what is not PNG, 1 to 100
   * @param infotext empty for none
   * @throws dev.kiln.spi.BadRequest when this system cannot write the format
   */
  byte[] write(Picture picture, Format format, int quality, String infotext);

  /** A PNG file in base64, without a prefix. */
  String encode(Picture picture);

  /**
   * Another picture in another size, with every byte that Pillow 9.5 gives it, as webUI's pictures
   * are resized. Colors count by their opacity, so that none shines out of a transparent place.
   *
   * @param width of the result in pixels, at least 1
   * @param height of the result in pixels, at least 1
   * @return a copy where the size stays
   */
  Picture resize(Picture picture, int width, int height, Filter filter);

  /** A format of picture files. */
  @ValueType
  enum Format {
    PNG,
    JPEG,
    WEBP
  }

  /** What the pixels of another size are made of, the coarsest first. */
  @ValueType
  enum Filter {
    /** The pixel at the center. */
    NEAREST,
    /** A triangle. */
    BILINEAR,
    /** Keys' cubic with a = -1/2. */
    BICUBIC,
    /** A sinc with three lobes. */
    LANCZOS
  }
}
