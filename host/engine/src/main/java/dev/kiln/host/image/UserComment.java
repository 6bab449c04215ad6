package dev.kiln.host.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A text in EXIF's tag 0x9286, in the form in which webUI writes and reads it: piexif's, a
 * big-endian TIFF block with a text in UTF-16.
 */
record UserComment(String text) {
  private static final byte[] CODE = "UNICODE\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 8;
  private static final int DIRECTORY = 2 + 12 + 4;
  private static final short LONG = 4;
  private static final short UNDEFINED = 7;
  // A segment's length has 16 bits and counts itself; "Exif" and two zeros stand before the block.
  private static final int MOST_IN_JPEG = 65_535 - 2 - 6;

  boolean fitsJpeg() {
    return size() + HEADER + 2 * DIRECTORY <= MOST_IN_JPEG;
  }

  private int size() {
    return CODE.length + 2 * text.length();
  }

  /** Two directories of one entry each: the first points to the second, which has the text. */
  byte[] tiff() {
    ByteBuffer tiff = ByteBuffer.allocate(HEADER + 2 * DIRECTORY + size());
    tiff.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(HEADER);
    entry(tiff, 0x8769, LONG, 1, HEADER + DIRECTORY);
    entry(tiff, 0x9286, UNDEFINED, size(), HEADER + 2 * DIRECTORY);
    return tiff.put(CODE).put(text.getBytes(StandardCharsets.UTF_16BE)).array();
  }

  private static void entry(ByteBuffer tiff, int tag, short type, int count, int value) {
    tiff.putShort((short) 1).putShort((short) tag).putShort(type).putInt(count).putInt(value);
    tiff.putInt(0);
  }
}
