package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;

/**
 * A picture file that a request brings. It is decoded where it is needed: a file of a few kilobytes
 * may hold a picture of 200 MB, and many requests wait.
 *
 * @param name what errors call it
 */
public record PictureFile(String name, byte[] bytes) {
  /**
   * @param base64 with or without a {@code data:} prefix
   * @throws dev.kiln.spi.BadRequest when it is not base64
   */
  public static PictureFile ofBase64(String name, String base64) {
    return new PictureFile(name, PictureCodec.bytes(name, base64));
  }

  /**
   * @throws dev.kiln.spi.BadRequest when it is no picture that Kiln reads
   */
  public Picture decoded() {
    return new PictureCodec().read(name, bytes);
  }
}
