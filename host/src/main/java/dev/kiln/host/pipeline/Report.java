package dev.kiln.host.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What hooks have to say about one request: infotext pairs in order, and warnings. */
final class Report {
  private final Map<String, String> infotext = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  void infotext(String key, String value) {
    infotext.put(key, value);
  }

  void warn(String message) {
    if (!warnings.contains(message)) {
      warnings.add(message);
    }
  }

  Map<String, String> infotext() {
    return infotext;
  }

  List<String> warnings() {
    return warnings;
  }
}
