package dev.kiln.examples.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** How much is done, and the table of results that goes into the README. */
final class Soak {
  private static final Path TABLE = Path.of(System.getProperty("kiln.root"), "target/soak.md");

  private Soak() {}

  /**
   * A count that {@code -Dsoak.NAME=N} sets.
   *
   * @param whole what the README's figures are measured with
   */
  static int count(String name, int whole) {
    return Integer.getInteger("soak." + name, whole);
  }

  /** Add a row, and print it. */
  static void report(String subject, String format, Object... values) throws IOException {
    String row = "| " + subject + " | " + String.format(Locale.ROOT, format, values) + " |\n";
    System.out.print(row);
    Files.createDirectories(TABLE.getParent());
    if (!Files.exists(TABLE)) {
      Files.writeString(TABLE, "| soak | result |\n|---|---|\n");
    }
    Files.writeString(TABLE, row, StandardOpenOption.APPEND);
  }
}
