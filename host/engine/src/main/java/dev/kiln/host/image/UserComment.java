package dev.kiln.host.image;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A text in EXIF's tag 0x9286, in the form in which webUI writes and reads it: piexif's, a
 * big-endian TIFF block with a text in UTF-16.
 */
record UserComment(String text) {
  private static final byte[] CODE = "UNICODE\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 8;
  private static final int DIRECTORY = 2 + 12 + 4;
  private static final int PRIVATE_DIRECTORY = 0x8769;
  private static final int TAG = 0x9286;
  private static final short LONG = 4;
  private static final short UNDEFINED = 7;
  // A segment's length has 16 bits and counts itself; "Exif" and two zeros stand before the block.
  private static final int MOST_IN_JPEG = 65_535 - 2 - 6;

  /** Of a JPEG, PNG or WebP file; empty where it has none. */
  static Optional<UserComment> of(byte[] file) {
    return ExifBlock.in(file)
        .flatMap(
            exif ->
                exif.entry(exif.first(), PRIVATE_DIRECTORY).stream()
                    .flatMap(entry -> exif.entry(exif.large(entry), TAG).stream())
                    .mapToObj(exif::bytes)
                    .filter(bytes -> bytes.length > CODE.length)
                    .map(UserComment::read)
                    .findFirst());
  }

  private static UserComment read(byte[] bytes) {
    boolean wide = Arrays.equals(bytes, 0, CODE.length, CODE, 0, CODE.length);
    int length = bytes.length - CODE.length;
    Charset charset = wide ? order(bytes) : StandardCharsets.UTF_8;
    return new UserComment(new String(bytes, CODE.length, length, charset).replace("\0", ""));
  }

  /** The order of bytes is said nowhere; of letters in ASCII, the first or second byte is 0. */
  private static Charset order(byte[] bytes) {
    int first = 0;
    int second = 0;
    for (int i = CODE.length; i + 1 < bytes.length; i += 2) {
      first += bytes[i] == 0 ? 1 : 0;
      second += bytes[i + 1] == 0 ? 1 : 0;
    }
    return second > first ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
  }

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
    entry(tiff, PRIVATE_DIRECTORY, LONG, 1, HEADER + DIRECTORY);
    entry(tiff, TAG, UNDEFINED, size(), HEADER + 2 * DIRECTORY);
    return tiff.put(CODE).put(text.getBytes(StandardCharsets.UTF_16BE)).array();
  }

  private static void entry(ByteBuffer tiff, int tag, short type, int count, int value) {
    tiff.putShort((short) 1).putShort((short) tag).putShort(type).putInt(count).putInt(value);
    tiff.putInt(0);
  }
}
