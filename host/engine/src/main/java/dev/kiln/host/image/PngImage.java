package dev.kiln.host.image;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A picture with webUI's {@code parameters} text. Written here and not by ImageIO, which loads AWT
 * before the first picture and has no UTF-8 text.
 *
 * @param rgb width·height·3 bytes, row by row
 * @param parameters empty for none
 */
public record PngImage(int width, int height, byte[] rgb, String parameters) {
  private static final long SIGNATURE = 0x89504e470d0a1a0aL;
  private static final String PARAMETERS = "parameters";

  private static final int TRUE_COLOR = 2;
  private static final int WITH_OPACITY = 6;

  public PngImage {
    if (rgb.length != width * height * 3 || rgb.length == 0) {
      throw new IllegalArgumentException(
          "a picture of %dx%d needs %d bytes, found %d"
              .formatted(width, height, width * height * 3, rgb.length));
    }
  }

  /** The picture as a PNG file. */
  public byte[] encode() {
    List<PngChunk> text =
        parameters.isEmpty() ? List.of() : List.of(new PngText(PARAMETERS, parameters).chunk());
    return file(header(width, height, TRUE_COLOR), text, new PngRows(rgb, 3, width));
  }

  /** A picture that is not all opaque as a PNG file without a text. */
  static byte[] withOpacity(Picture picture) {
    return file(
        header(picture.width(), picture.height(), WITH_OPACITY),
        List.of(),
        new PngRows(picture.rgba(), 4, picture.width()));
  }

  /** Eight bits a sample, standard compression and filters, not interlaced. */
  private static PngChunk header(int width, int height, int colors) {
    byte[] format = {8, (byte) colors, 0, 0, 0};
    return new PngChunk(
        PngChunk.HEADER, ByteBuffer.allocate(13).putInt(width).putInt(height).put(format).array());
  }

  private static byte[] file(PngChunk header, List<PngChunk> text, PngRows rows) {
    List<PngChunk> chunks = new ArrayList<>();
    chunks.add(header);
    chunks.addAll(text);
    chunks.add(new PngChunk(PngChunk.PIXELS, deflated(rows.filtered())));
    chunks.add(new PngChunk(PngChunk.END, new byte[0]));
    int size = chunks.stream().mapToInt(chunk -> chunk.data().length + PngChunk.FRAME).sum();
    ByteBuffer file = ByteBuffer.allocate(Long.BYTES + size).putLong(SIGNATURE);
    chunks.forEach(chunk -> chunk.write(file));
    return file.array();
  }

  static boolean isOne(byte[] file) {
    return file.length >= Long.BYTES && ByteBuffer.wrap(file).getLong() == SIGNATURE;
  }

  /**
   * The {@code parameters} text of a PNG file, empty when it has none.
   *
   * @param name of the file, for the message
   * @throws BadRequest when it is no PNG file or a damaged one
   */
  public static Optional<String> parameters(String name, byte[] png) {
    return Optional.ofNullable(texts(name, png).get(PARAMETERS));
  }

  /**
   * All texts of a PNG file by their keyword, the first where there are several. Behind a {@code
   * parameters} text, damage does not matter.
   *
   * @param name of the file, for the message
   * @throws BadRequest when it is no PNG file or a damaged one
   */
  static Map<String, String> texts(String name, byte[] png) {
    if (!isOne(png)) {
      throw new BadRequest(
          "%s is not a PNG file: give a picture that was saved as PNG".formatted(name));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    ByteBuffer file = ByteBuffer.wrap(png).position(Long.BYTES);
    try {
      PngChunk chunk;
      do {
        chunk = PngChunk.read(file);
        PngText.of(chunk).ifPresent(text -> texts.putIfAbsent(text.keyword(), text.text()));
      } while (chunk.type() != PngChunk.END);
    } catch (IllegalArgumentException e) {
      if (!texts.containsKey(PARAMETERS)) {
        throw new BadRequest(
            "%s is a damaged PNG file, %s: take an undamaged copy".formatted(name, e.getMessage()),
            e);
      }
    }
    return texts;
  }

  private static byte[] deflated(byte[] rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(rows.length / 2);
    Deflater deflater = new Deflater();
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes, deflater)) {
      deflated.write(rows);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }
}
