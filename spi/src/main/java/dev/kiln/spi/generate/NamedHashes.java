package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Hashes of files by their names, as infotexts have them: {@code cape: 0123456789ab, coat: 9abc}.
 *
 * @param byName in the order in which they are written
 */
@ValueType
public record NamedHashes(Map<String, String> byName) {
  public NamedHashes {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /** Those of a text that anybody may have written: what is no pair is left out. */
  public static NamedHashes parse(String text) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String pair : text.split(",")) {
      String[] parts = pair.split(":", 2);
      if (parts.length == 2 && !parts[0].isBlank()) {
        byName.putIfAbsent(parts[0].strip(), parts[1].strip());
      }
    }
    return new NamedHashes(byName);
  }

  /**
   * As webUI writes them. Its readers split at colons, commas and ends of lines: names have none.
   */
  public String text() {
    return byName.entrySet().stream()
        .map(entry -> entry.getKey().replaceAll("[:,\\r\\n]", "") + ": " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
