package dev.kiln.host.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * The bytes that a text of base64 means, and nothing beside the two: a picture may have 45 MB. What
 * is no letter of base64 is passed over, as MIME wants it.
 */
final class Base64Bytes {
  /** Letters that are decoded at once, a multiple of four. */
  private static final int PIECE = 1 << 16;

  private final Base64.Decoder decoder = Base64.getDecoder();
  private final byte[] piece = new byte[PIECE];
  private final ByteBuffer decoded;
  private int held;

  private Base64Bytes(int letters) {
    decoded = ByteBuffer.allocate((int) (letters * 3L / 4));
  }

  /**
   * @param from where in the text it begins
   * @throws IllegalArgumentException when it is no base64
   */
  static byte[] of(String text, int from) {
    int letters = 0;
    for (int i = from; i < text.length(); i++) {
      letters += isLetter(text.charAt(i)) ? 1 : 0;
    }
    Base64Bytes bytes = new Base64Bytes(letters);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isLetter(c) || c == '=') {
        bytes.add((byte) c);
      }
    }
    bytes.decode(bytes.held);
    return bytes.decoded.array();
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '+'
        || c == '/';
  }

  private void add(byte letter) {
    if (held == PIECE) {
      if (piece[PIECE - 1] == '=') {
        throw new IllegalArgumentException("it goes on behind its end");
      }
      decode(PIECE);
      held = 0;
    }
    piece[held++] = letter;
  }

  private void decode(int letters) {
    decoded.put(decoder.decode(letters == PIECE ? piece : Arrays.copyOf(piece, letters)));
  }
}
