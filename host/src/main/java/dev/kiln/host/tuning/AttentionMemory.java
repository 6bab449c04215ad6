package dev.kiln.host.tuning;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was measured on this machine, kept in a file. Safe from any thread. */
public final class AttentionMemory {
  private static final int MOST = 500;

  private final Path store;
  private final String machine;
  private final ObjectMapper json = new ObjectMapper();
  private final TreeMap<String, Measured> known = new TreeMap<>();

  /**
   * What won.
   *
   * @param reason why, in words
   */
  public record Measured(String winner, String reason) {}

  /**
   * @param store made when missing, started anew when unreadable
   */
  public AttentionMemory(Path store) {
    this.store = store;
    this.machine = machine();
    try {
      Map<String, Measured> found = json.readValue(store.toFile(), new TypeReference<>() {});
      if (found != null) {
        known.putAll(found);
      }
    } catch (IOException missingOrDamaged) {
      known.clear();
    }
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
    return Optional.ofNullable(known.get(machine + " " + key));
  }

  synchronized void remember(String key, Measured measured) {
    if (known.size() >= MOST) {
      known.pollFirstEntry();
    }
    known.put(machine + " " + key, measured);
    try {
      Files.createDirectories(store.getParent());
      Path next = Files.createTempFile(store.getParent(), "attention", ".tmp");
      try {
        json.writeValue(next.toFile(), known);
        Files.move(
            next, store, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException unwritable) {
      // It is known as long as this process lives, and measured again by the next.
      return;
    }
  }
}
