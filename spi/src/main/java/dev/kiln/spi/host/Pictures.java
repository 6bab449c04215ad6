package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Picture;

/** Pictures from and to files, and as they travel in JSON. Injected; safe from any thread. */
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

  /**
   * The picture in another size, opacity too, by Lanczos over three lobes as Pillow computes it.
   *
   * @param width in pixels; at least 1
   * @param height in pixels; at least 1
   * @return the same picture where it has that size
   */
  Picture resize(Picture picture, int width, int height);

  /** The bytes of a PNG file, with opacity where not all of the picture is opaque. */
  byte[] write(Picture picture);

  /** The same in base64, without a prefix. */
  String encode(Picture picture);
}
