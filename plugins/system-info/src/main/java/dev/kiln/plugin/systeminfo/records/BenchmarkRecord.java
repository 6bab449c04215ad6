package dev.kiln.plugin.systeminfo.records;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One benchmark in the columns of webUI's system-info extension, all of them texts.
 *
 * @param performance it/s for each batch, joined by {@code " / "}; {@code error} for one that
 *     failed
 * @param hash what the extension tells configurations apart by
 */
public record BenchmarkRecord(
    String timestamp,
    String performance,
    String version,
    String system,
    String libraries,
    String device,
    String flags,
    String settings,
    String username,
    String note,
    String hash) {
  static final List<String> COLUMNS =
      List.of(
          "timestamp",
          "performance",
          "version",
          "system",
          "libraries",
          "device",
          "flags",
          "settings",
          "username",
          "note",
          "hash");

  /** A separator of the extension's log lines would move the columns behind it. */
  public BenchmarkRecord {
    username = username.replace('|', ' ').strip();
    note = note.replace('|', ' ').strip();
  }

  /**
   * @param cells in the order of the columns; what is missing at their end is empty
   */
  static BenchmarkRecord of(List<String> cells) {
    List<String> all = new ArrayList<>(cells.subList(0, Math.min(cells.size(), COLUMNS.size())));
    while (all.size() < COLUMNS.size()) {
      all.add("");
    }
    return new BenchmarkRecord(
        all.get(0),
        all.get(1),
        all.get(2),
        all.get(3),
        all.get(4),
        all.get(5),
        all.get(6),
        all.get(7),
        all.get(8),
        all.get(9),
        all.get(10));
  }

  List<String> cells() {
    return List.of(
        timestamp,
        performance,
        version,
        system,
        libraries,
        device,
        flags,
        settings,
        username,
        note,
        hash);
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> cells = cells();
    for (int i = 0; i < cells.size(); i++) {
      values.put(COLUMNS.get(i), cells.get(i));
    }
    return values;
  }

  BenchmarkRecord withPerformance(String text) {
    List<String> cells = new ArrayList<>(cells());
    cells.set(1, text);
    return of(cells);
  }

  /** The it/s of each batch in order; NaN for one that failed. */
  List<Double> speeds() {
    List<Double> speeds = new ArrayList<>();
    for (String part : performance.split("/", -1)) {
      speeds.add(number(part.strip()));
    }
    return speeds;
  }

  private static double number(String text) {
    return text.matches("\\d{1,9}(\\.\\d{1,9})?") ? Double.parseDouble(text) : Double.NaN;
  }
}
