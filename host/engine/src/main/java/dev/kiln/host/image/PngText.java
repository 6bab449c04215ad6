package dev.kiln.host.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A named text in a PNG file; written in Latin-1 where that can hold it, else in UTF-8, as PIL
 * writes it.
 */
record PngText(String keyword, String text) {
  /** Of a text that is packed: with more it is no text about a picture. */
  private static final int LONGEST = 4 << 20;

  PngChunk chunk() {
    if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)) {
      return new PngChunk(PngChunk.TEXT, data(new byte[1], StandardCharsets.ISO_8859_1));
    }
    byte[] plainWithoutLanguage = new byte[5];
    return new PngChunk(PngChunk.UNICODE_TEXT, data(plainWithoutLanguage, StandardCharsets.UTF_8));
  }

  private byte[] data(byte[] separator, Charset charset) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
    data.writeBytes(separator);
    data.writeBytes(text.getBytes(charset));
    return data.toByteArray();
  }

  /**
   * The text of a chunk; empty for a chunk of another kind.
   *
   * @throws IllegalArgumentException when it is packed and damaged, or too long
   */
  static Optional<PngText> of(PngChunk chunk) {
    byte[] data = chunk.data();
    int text = afterZero(data, 0);
    String keyword = new String(data, 0, Math.max(0, text - 1), StandardCharsets.ISO_8859_1);
    if (chunk.type() == PngChunk.TEXT) {
      return Optional.of(new PngText(keyword, rest(data, text, StandardCharsets.ISO_8859_1)));
    } else if (chunk.type() == PngChunk.PACKED_TEXT) {
      byte[] unpacked = unpacked(data, Math.min(text + 1, data.length));
      return Optional.of(new PngText(keyword, rest(unpacked, 0, StandardCharsets.ISO_8859_1)));
    } else if (chunk.type() != PngChunk.UNICODE_TEXT || data.length < text + 2) {
      return Optional.empty();
    }
    int translation = afterZero(data, text + 2);
    int begin = afterZero(data, translation);
    return Optional.of(
        new PngText(
            keyword,
            data[text] == 0
                ? rest(data, begin, StandardCharsets.UTF_8)
                : rest(unpacked(data, begin), 0, StandardCharsets.UTF_8)));
  }

  private static byte[] unpacked(byte[] data, int from) {
    Inflater inflater = new Inflater();
    inflater.setInput(data, from, data.length - from);
    byte[] part = new byte[8192];
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      int count = inflater.inflate(part);
      while (count > 0 && all.size() <= LONGEST) {
        all.write(part, 0, count);
        count = inflater.inflate(part);
      }
      if (!inflater.finished()) {
        throw new IllegalArgumentException(
            all.size() > LONGEST
                ? "a text in it has more than 4 million letters"
                : "a packed text in it ends too early");
      }
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("a packed text in it cannot be unpacked", e);
    } finally {
      inflater.end();
    }
    return all.toByteArray();
  }

  private static int afterZero(byte[] data, int from) {
    int i = from;
    while (i < data.length && data[i] != 0) {
      i++;
    }
    return Math.min(i + 1, data.length);
  }

  private static String rest(byte[] data, int from, Charset charset) {
    return new String(data, from, data.length - from, charset);
  }
}
