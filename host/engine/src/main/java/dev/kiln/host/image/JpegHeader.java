package dev.kiln.host.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a JPEG file says before its pixels.
 *
 * @param components of a pixel: 1 for grey, 3 for color, 4 for CMYK
 * @param ycck whether CMYK is stored as YCbCr and K, by Adobe's marker
 * @param exif the TIFF block of its EXIF data
 * @param profiles where the markers of its color profile are
 */
record JpegHeader(int components, boolean ycck, Optional<ByteBuffer> exif, List<Integer> profiles) {
  private static final int START = 0xffd8;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;
  private static final byte APP15 = (byte) 0xef;
  private static final int START_OF_SCAN = 0xda;

  static boolean isJpeg(byte[] file) {
    return file.length > 4 && unsigned(file, 0) == START;
  }

  /** Of any file: one that is no JPEG, or ends early, says nothing. */
  static JpegHeader of(byte[] file) {
    int components = 0;
    boolean ycck = false;
    Optional<ByteBuffer> exif = Optional.empty();
    List<Integer> profiles = new ArrayList<>();
    int at = isJpeg(file) ? 2 : file.length;
    while (at + 4 <= file.length && file[at] == (byte) 0xff) {
      int marker = file[at + 1] & 0xff;
      int end = at + 2 + unsigned(file, at + 2);
      if (marker == 0xff) {
        at++;
        continue;
      }
      if (end > file.length || marker == START_OF_SCAN) {
        break;
      }
      int content = at + 4;
      if (startOfFrame(marker) && end > content + 5) {
        components = file[content + 5] & 0xff;
      } else if (marker == APP14 && starts(file, content, "Adobe") && end > content + 11) {
        ycck = file[content + 11] == 2;
      } else if (marker == APP1 && starts(file, content, "Exif\0\0") && end >= content + 6) {
        exif = Optional.of(ByteBuffer.wrap(file, content + 6, end - content - 6).slice());
      } else if (marker == APP2 && starts(file, content, "ICC_PROFILE")) {
        profiles.add(at + 1);
      }
      at = end;
    }
    return new JpegHeader(components, ycck, exif, profiles);
  }

  /** The file with colors that the JDK's reader does not convert: it skips unknown segments. */
  byte[] withoutProfile(byte[] file) {
    byte[] plain = profiles.isEmpty() ? file : file.clone();
    profiles.forEach(marker -> plain[marker] = APP15);
    return plain;
  }

  /** SOF0 to SOF15 without the three markers of tables among them. */
  private static boolean startOfFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean starts(byte[] file, int at, String text) {
    byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
    int end = Math.min(at + expected.length, file.length);
    return Arrays.equals(file, at, end, expected, 0, expected.length);
  }

  private static int unsigned(byte[] file, int at) {
    return (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
  }
}
