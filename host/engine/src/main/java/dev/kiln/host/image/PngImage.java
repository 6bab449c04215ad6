package dev.kiln.host.image;

import dev.kiln.spi.BadRequest;
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

  /** Eight bits a colour, true colour, standard compression and filters, not interlaced. */
  private static final byte[] FORMAT = {8, 2, 0, 0, 0};

  public PngImage {
    if (rgb.length != width * height * 3 || rgb.length == 0) {
      throw new IllegalArgumentException(
          "a picture of %dx%d needs %d bytes, found %d"
              .formatted(width, height, width * height * 3, rgb.length));
    }
  }

  /** The picture as a PNG file. */
  public byte[] encode() {
    List<PngChunk> chunks = new ArrayList<>();
    chunks.add(
        new PngChunk(
            PngChunk.HEADER,
            ByteBuffer.allocate(13).putInt(width).putInt(height).put(FORMAT).array()));
    if (!parameters.isEmpty()) {
      chunks.add(new PngText(PARAMETERS, parameters).chunk());
    }
    chunks.add(new PngChunk(PngChunk.PIXELS, deflated(new PngRows(rgb, width).filtered())));
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
