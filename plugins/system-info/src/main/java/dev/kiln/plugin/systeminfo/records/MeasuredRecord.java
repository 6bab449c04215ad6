package dev.kiln.plugin.systeminfo.records;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A record of this machine, with more digits than its columns have.
 *
 * @param id names it on the command line; begins with the time
 * @param level the extension's name for its batches
 * @param batches as far as they were measured
 * @param complete whether all batches of the level were
 */
public record MeasuredRecord(
    String id,
    BenchmarkRecord record,
    String level,
    int steps,
    List<BatchSpeed> batches,
    boolean complete) {
  public MeasuredRecord {
    batches = List.copyOf(batches);
  }

  /**
   * @param last whether it is the level's last batch
   */
  public MeasuredRecord with(BatchSpeed speed, boolean last) {
    List<BatchSpeed> more = new ArrayList<>(batches);
    more.add(speed);
    String performance = more.stream().map(BatchSpeed::text).collect(Collectors.joining(" / "));
    return new MeasuredRecord(id, record.withPerformance(performance), level, steps, more, last);
  }

  /** Whether nothing could be measured. */
  public boolean failed() {
    return batches.stream().noneMatch(it -> it.problem().isEmpty());
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    record
        .values()
        .forEach((name, value) -> lines.add("%-12s %s".formatted(name, value).stripTrailing()));
    lines.add("%-12s %s%s".formatted("id", id, complete ? "" : " (incomplete)"));
    return lines;
  }

  /** For programs, and for the file. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", id);
    values.put("level", level);
    values.put("steps", steps);
    values.put("complete", complete);
    values.put("record", record.cells());
    values.put("batches", batches.stream().map(BatchSpeed::values).toList());
    return values;
  }

  /**
   * @throws ClassCastException or {@code NullPointerException} when the file is not one of this
   *     plugin's
   */
  static MeasuredRecord read(Map<String, ?> values) {
    List<String> cells = new ArrayList<>();
    ((List<?>) values.get("record")).forEach(it -> cells.add((String) it));
    List<BatchSpeed> batches = new ArrayList<>();
    ((List<?>) values.get("batches")).forEach(it -> batches.add(BatchSpeed.read((Map<?, ?>) it)));
    return new MeasuredRecord(
        ((String) values.get("id")).strip(),
        BenchmarkRecord.of(cells),
        (String) values.get("level"),
        ((Number) values.get("steps")).intValue(),
        batches,
        (Boolean) values.get("complete"));
  }
}
