package dev.kiln.plugin.lora;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What did not fit into a network, by the patch that found it: a session that is used again tells
 * nothing by itself. Safe from any thread.
 */
@Singleton
final class Leftovers {
  private static final int MOST = 1000;

  private final Map<String, List<String>> sentences =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
          return size() > MOST;
        }
      };

  @Inject
  Leftovers() {}

  synchronized void put(String fingerprint, List<String> found) {
    sentences.put(fingerprint, List.copyOf(found));
  }

  synchronized List<String> of(String fingerprint) {
    return sentences.getOrDefault(fingerprint, List.of());
  }
}
