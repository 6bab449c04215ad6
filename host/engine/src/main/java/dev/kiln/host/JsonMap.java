package dev.kiln.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A map that is kept in a JSON file, so that the next process finds it again. A missing or damaged
 * file is an empty map. If the file cannot be written, the values last as long as this process. For
 * one thread at a time.
 */
public final class JsonMap<V> {
  private final Path file;
  private final TreeMap<String, V> values;

  /**
   * @param file made with its folders when something is kept
   */
  public JsonMap(Path file, Class<V> type) {
    this.file = file;
    this.values = load(type);
  }

  /** What is known; changes are kept by {@link #save}. */
  public TreeMap<String, V> values() {
    return values;
  }

  private TreeMap<String, V> load(Class<V> type) {
    try {
      TreeMap<String, V> kept =
          Jackson.MAPPER.readValue(
              file.toFile(),
              Jackson.MAPPER.getTypeFactory().constructMapType(TreeMap.class, String.class, type));
      if (kept == null) {
        return new TreeMap<>();
      }
      kept.values().removeIf(Objects::isNull);
      return kept;
    } catch (IOException missingOrDamaged) {
      return new TreeMap<>();
    }
  }

  /** Write the file whole or not at all. */
  public void save() {
    try {
      AtomicFile.replace(file, Jackson.MAPPER.writeValueAsBytes(values));
    } catch (IOException unwritable) {
      // What is known is right; it will be found out again by the next process.
      return;
    }
  }
}
