package dev.kiln.host.tuning;

import dev.kiln.host.JsonMap;
import dev.kiln.host.Processor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was found out on this machine, kept in a file. Safe from any thread. */
public final class Measurements<V> {
  private static final int MOST = 500;

  private final String machine = machine() + " ";
  private final JsonMap<V> known;

  /**
   * @param store made when missing, started anew when unreadable
   */
  public Measurements(Path store, Class<V> type) {
    this.known = new JsonMap<>(store, type);
  }

  /** Results of one machine are none for another that shares the home folder. */
  private static String machine() {
    return Processor.name() + " " + Runtime.getRuntime().availableProcessors();
  }

  synchronized Optional<V> of(String key) {
    return Optional.ofNullable(known.values().get(machine + key));
  }

  /** All of this machine. */
  synchronized Map<String, V> all() {
    Map<String, V> all = new TreeMap<>();
    known
        .values()
        .forEach(
            (key, value) -> {
              if (key.startsWith(machine)) {
                all.put(key.substring(machine.length()), value);
              }
            });
    return all;
  }

  synchronized void remember(String key, V value) {
    if (known.values().size() >= MOST && !known.values().containsKey(machine + key)) {
      known.values().pollFirstEntry();
    }
    known.values().put(machine + key, value);
    known.save();
  }
}
