package dev.kiln.host.app;

import java.io.PrintStream;
import java.util.function.LongConsumer;

/** Shows on a terminal how much of a file is there, a few times a second. */
final class TransferBar implements LongConsumer, AutoCloseable {
  private static final long EVERY_NANOS = 200_000_000;
  private static final double MEGABYTE = 1e6;

  private final PrintStream err;
  private final String name;
  private final long bytes;
  private long shown = System.nanoTime() - EVERY_NANOS;
  private int width;

  /**
   * @param bytes of the whole; -1 where nobody knows
   */
  TransferBar(PrintStream err, String name, long bytes) {
    this.err = err;
    this.name = TerminalStream.shown(name);
    this.bytes = bytes;
  }

  @Override
  public void accept(long have) {
    long now = System.nanoTime();
    if (Boolean.getBoolean("kiln.terminal") && now - shown >= EVERY_NANOS) {
      shown = now;
      String whole = bytes < 0 ? "" : " of %.0f".formatted(bytes / MEGABYTE);
      String line = "%s %.0f%s MB".formatted(name, have / MEGABYTE, whole);
      width = Math.max(width, line.length());
      err.print("\r" + line);
      err.flush();
    }
  }

  /** The next line stands in its place. */
  @Override
  public void close() {
    if (width > 0) {
      err.print("\r" + " ".repeat(width) + "\r");
    }
  }
}
