package dev.kiln.host.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A named text in a PNG file; Latin-1 where that can hold it, else UTF-8, as PIL writes it. */
final class PngText {
  private final byte[] keyword;

  PngText(String keyword) {
    this.keyword = (keyword + '\0').getBytes(StandardCharsets.ISO_8859_1);
  }

  PngChunk chunk(String text) {
    if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)) {
      return new PngChunk(PngChunk.TEXT, data(new byte[0], text, StandardCharsets.ISO_8859_1));
    }
    byte[] plainWithoutLanguage = new byte[4];
    return new PngChunk(
        PngChunk.UNICODE_TEXT, data(plainWithoutLanguage, text, StandardCharsets.UTF_8));
  }

  /** The text, if a chunk is an uncompressed text of this name. */
  Optional<String> text(PngChunk chunk) {
    byte[] data = chunk.data();
    if (!startsWithKeyword(data)) {
      return Optional.empty();
    }
    if (chunk.type() == PngChunk.TEXT) {
      return Optional.of(rest(data, keyword.length, StandardCharsets.ISO_8859_1));
    }
    if (chunk.type() != PngChunk.UNICODE_TEXT
        || data.length < keyword.length + 2
        || data[keyword.length] != 0) {
      return Optional.empty();
    }
    int translation = afterZero(data, keyword.length + 2);
    return Optional.of(rest(data, afterZero(data, translation), StandardCharsets.UTF_8));
  }

  private boolean startsWithKeyword(byte[] data) {
    return data.length >= keyword.length
        && Arrays.equals(data, 0, keyword.length, keyword, 0, keyword.length);
  }

  private byte[] data(byte[] flags, String text, Charset charset) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(keyword);
    data.writeBytes(flags);
    data.writeBytes(text.getBytes(charset));
    return data.toByteArray();
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
