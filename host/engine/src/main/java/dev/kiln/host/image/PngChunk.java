package dev.kiln.host.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * A piece of a PNG file: on disk its length, four letters of type, data, and a checksum of type and
 * data.
 */
record PngChunk(int type, byte[] data) {
  /** Bytes of a chunk besides its data. */
  static final int FRAME = 12;

  static final int HEADER = type("IHDR");
  static final int PIXELS = type("IDAT");
  static final int END = type("IEND");
  static final int TEXT = type("tEXt");
  static final int PACKED_TEXT = type("zTXt");
  static final int UNICODE_TEXT = type("iTXt");

  void write(ByteBuffer file) {
    file.putInt(data.length).putInt(type).put(data).putInt(checksum());
  }

  /**
   * The next chunk.
   *
   * @throws IllegalArgumentException when the file ends too early or the checksum is wrong
   */
  static PngChunk read(ByteBuffer file) {
    if (file.remaining() < FRAME || file.getInt(file.position()) > file.remaining() - FRAME) {
      throw new IllegalArgumentException("it ends too early");
    }
    int length = file.getInt();
    if (length < 0) {
      throw new IllegalArgumentException("a length in it is negative");
    }
    PngChunk chunk = new PngChunk(file.getInt(), new byte[length]);
    file.get(chunk.data);
    if (file.getInt() != chunk.checksum()) {
      throw new IllegalArgumentException("a checksum in it is wrong");
    }
    return chunk;
  }

  private int checksum() {
    CRC32 checksum = new CRC32();
    checksum.update(ByteBuffer.allocate(4).putInt(type).flip());
    checksum.update(data);
    return (int) checksum.getValue();
  }

  private static int type(String letters) {
    return letters.chars().reduce(0, (type, letter) -> type << 8 | letter);
  }
}
