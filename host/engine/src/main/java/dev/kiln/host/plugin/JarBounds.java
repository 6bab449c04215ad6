package dev.kiln.host.plugin;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * How large a jar is by its own account, in bytes. The JDK reads the whole table of contents into
 * memory to open it: what is too large for that must be known before.
 *
 * @param file of the file
 * @param contents of its table of contents
 */
record JarBounds(long file, long contents) {
  /** More than any plugin with its libraries; data belongs into the plugin's own folder. */
  private static final long MOST = 1L << 30;

  private static final long MOST_CONTENTS = 32L << 20;
  private static final int END = 22;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int LONGEST_COMMENT = 65_535;

  static JarBounds of(Path jar) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
      long size = file.length();
      byte[] tail = new byte[(int) Math.min(size, END + LONGEST_COMMENT)];
      file.seek(size - tail.length);
      file.readFully(tail);
      return new JarBounds(size, contents(ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN)));
    }
  }

  /** As the end record says; a jar of the large form (zip64) says the largest number here. */
  private static long contents(ByteBuffer tail) {
    for (int at = tail.limit() - END; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE) {
        return Integer.toUnsignedLong(tail.getInt(at + 12));
      }
    }
    return 0;
  }

  /** What is too large; empty for a jar that can be opened. */
  String problem() {
    if (file > MOST) {
      return "is %d MB large".formatted(file >> 20);
    }
    return contents > MOST_CONTENTS ? "has too many entries" : "";
  }
}
