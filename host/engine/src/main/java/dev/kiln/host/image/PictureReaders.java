package dev.kiln.host.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** The reader of a picture file, by its first bytes. */
final class PictureReaders {
  private static final Set<String> HEIC =
      Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");
  private static final Set<String> AVIF = Set.of("avif", "avis");
  private static final int ANIMATED = 2;

  private PictureReaders() {}

  /**
   * @param what the file is called in errors
   * @throws BadRequest when no reader takes the file, with what to do
   */
  static ImageReader of(String what, byte[] file, ImageInputStream in) throws IOException {
    String brand = text(file, 4, 8).equals("ftyp") ? text(file, 8, 12) : "";
    if (HEIC.contains(brand)) {
      throw converted(what, "HEIC", "heif-convert IN.heic OUT.jpg");
    }
    if (AVIF.contains(brand)) {
      throw converted(what, "AVIF", "avifdec IN.avif OUT.png");
    }
    if (isWebp(file)) {
      if (text(file, 12, 16).equals("VP8X") && (file[20] & ANIMATED) != 0) {
        throw new BadRequest(
            what + " is an animated WebP, which Kiln does not read; save one frame of it as PNG");
      }
      return new WebPImageReaderSpi().createReaderInstance(null);
    }
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    if (!readers.hasNext()) {
      throw new BadRequest(
          what + " is no picture that Kiln reads; give PNG, JPEG, WebP, BMP or GIF");
    }
    return readers.next();
  }

  static boolean isWebp(byte[] file) {
    return text(file, 0, 4).equals("RIFF") && text(file, 8, 12).equals("WEBP") && file.length > 20;
  }

  private static BadRequest converted(String what, String format, String command) {
    return new BadRequest(
        "%s is a picture in %s, which Kiln does not read; save it as JPEG or PNG, for example with %s"
            .formatted(what, format, command));
  }

  private static String text(byte[] file, int from, int to) {
    return to > file.length ? "" : new String(file, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
