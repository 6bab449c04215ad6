package dev.kiln.host.image;

import dev.kiln.spi.tensor.Picture;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** webUI's name of a picture: MD5 of its pixels, of which opaque ones have three bytes. */
public final class PictureHash {
  private PictureHash() {}

  /** 32 hexadecimal digits. */
  public static String of(Picture picture) {
    try {
      byte[] pixels = Opacity.isFull(picture) ? PictureCodec.opaque(picture).rgb() : picture.rgba();
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(pixels));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
