package dev.kiln.host.tuning;

import dev.kiln.host.JsonMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The measurements on this machine, kept in a file. Safe from any thread. */
public final class AttentionMeasurements {
  private static final int MOST = 500;

  private final String machine = machine();
  private final JsonMap<Measured> known;

  /**
   * What won.
   *
   * @param reason why, in words
   */
  public record Measured(String winner, String reason) {}

  /**
   * @param store made when missing, started anew when unreadable
   */
  public AttentionMeasurements(Path store) {
    this.known = new JsonMap<>(store, Measured.class);
  }

  /** Results of one machine are none for another that shares the home folder. */
  private static String machine() {
    String processor = "";
    try {
      processor =
          Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
              .filter(line -> line.startsWith("model name"))
              .findFirst()
              .orElse("");
    } catch (IOException notLinux) {
      processor = String.valueOf(System.getenv("PROCESSOR_IDENTIFIER"));
    }
    return System.getProperty("os.arch")
        + " "
        + processor.replaceFirst(".*: *", "")
        + " "
        + Runtime.getRuntime().availableProcessors();
  }

  synchronized Optional<Measured> of(String key) {
    return Optional.ofNullable(known.values().get(machine + " " + key));
  }

  synchronized void remember(String key, Measured measured) {
    if (known.values().size() >= MOST) {
      known.values().pollFirstEntry();
    }
    known.values().put(machine + " " + key, measured);
    known.save();
  }
}
