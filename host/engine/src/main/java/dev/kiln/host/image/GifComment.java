package dev.kiln.host.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The first comment of a GIF file, which stands in blocks of up to 255 bytes. */
final class GifComment {
  private static final int SCREEN = 13;
  private static final int EXTENSION = 0x21;
  private static final int COMMENT = 0xfe;
  private static final int PICTURE = 0x2c;
  private static final int PICTURE_HEADER = 10;
  private static final int HAS_COLORS = 0x80;

  private final byte[] file;
  private int at;

  private GifComment(byte[] file) {
    this.file = file;
  }

  static boolean isGif(byte[] file) {
    return file.length > SCREEN
        && new String(file, 0, 6, StandardCharsets.ISO_8859_1).matches("GIF8[79]a");
  }

  /** Of a GIF file; empty where it has none, or ends before it. */
  static Optional<String> of(byte[] file) {
    return new GifComment(file).find();
  }

  private Optional<String> find() {
    at = SCREEN + colors(10);
    while (true) {
      int kind = byteAt(at);
      if (kind == EXTENSION) {
        boolean comment = byteAt(at + 1) == COMMENT;
        at += 2;
        byte[] content = blocks();
        if (comment) {
          return Optional.of(new String(content, StandardCharsets.UTF_8));
        }
      } else if (kind == PICTURE) {
        at += PICTURE_HEADER + colors(at + PICTURE_HEADER - 1) + 1;
        blocks();
      } else {
        return Optional.empty();
      }
    }
  }

  /** Bytes of the table of colors that flags announce. */
  private int colors(int flags) {
    int found = byteAt(flags);
    return found >= 0 && (found & HAS_COLORS) != 0 ? 3 << (found & 7) + 1 : 0;
  }

  private byte[] blocks() {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int size = byteAt(at); size > 0 && at + size < file.length; size = byteAt(at)) {
      content.write(file, at + 1, size);
      at += 1 + size;
    }
    at++;
    return content.toByteArray();
  }

  /** -1 behind the end. */
  private int byteAt(int index) {
    return index >= 0 && index < file.length ? file[index] & 0xff : -1;
  }
}
