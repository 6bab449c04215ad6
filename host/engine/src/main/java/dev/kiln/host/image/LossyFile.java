package dev.kiln.host.image;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPWriteParam;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture as JPEG or WebP, with its {@code parameters} text as an EXIF comment.
 *
 * @param quality 1 to 100
 */
record LossyFile(PngImage picture, int quality) {
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int APP0 = 0xffe0;
  private static final int APP1 = 0xffe1;
  // Of the extended header of a WebP file.
  private static final int HAS_EXIF = 0x08;
  private static final int RIFF_HEADER = 12;

  /** The text is left out where a JPEG has no room for it. */
  byte[] jpeg() {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(quality / 100f);
    byte[] file = written(writer, how);
    UserComment comment = new UserComment(picture.parameters());
    if (comment.text().isEmpty() || !comment.fitsJpeg()) {
      return file;
    }
    ByteBuffer in = ByteBuffer.wrap(file);
    // Behind JFIF's own segment, which comes first where there is one.
    int at = (in.getShort(2) & 0xffff) == APP0 ? 4 + (in.getShort(4) & 0xffff) : 2;
    byte[] tiff = comment.tiff();
    int length = 2 + EXIF.length + tiff.length;
    return ByteBuffer.allocate(file.length + 2 + length)
        .put(file, 0, at)
        .putShort((short) APP1)
        .putShort((short) length)
        .put(EXIF)
        .put(tiff)
        .put(file, at, file.length - at)
        .array();
  }

  byte[] webp() {
    WebPWriteParam how = new WebPWriteParam(Locale.ROOT);
    how.setCompressionType(CompressionType.Lossy);
    how.setCompressionQuality(quality / 100f);
    byte[] file = written(new WebPImageWriterSpi().createWriterInstance(null), how);
    return picture.parameters().isEmpty() ? file : extended(file);
  }

  /** A simple WebP file has a picture alone: an extended one names its further chunks first. */
  private byte[] extended(byte[] simple) {
    byte[] tiff = new UserComment(picture.parameters()).tiff();
    int chunks = simple.length - RIFF_HEADER;
    int size = RIFF_HEADER + 8 + 10 + chunks + 8 + tiff.length + tiff.length % 2;
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    name(file, "RIFF").putInt(size - 8);
    name(file, "WEBP");
    name(file, "VP8X").putInt(10).putInt(HAS_EXIF);
    side(file, picture.width());
    side(file, picture.height());
    file.put(simple, RIFF_HEADER, chunks);
    name(file, "EXIF").putInt(tiff.length).put(tiff);
    return file.array();
  }

  private static ByteBuffer name(ByteBuffer file, String name) {
    return file.put(name.getBytes(StandardCharsets.US_ASCII));
  }

  /** Less one, in 24 bits. */
  private static void side(ByteBuffer file, int pixels) {
    file.putShort((short) (pixels - 1)).put((byte) (pixels - 1 >> 16));
  }

  private byte[] written(ImageWriter writer, ImageWriteParam how) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(AwtImage.of(picture), null, null), how);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
