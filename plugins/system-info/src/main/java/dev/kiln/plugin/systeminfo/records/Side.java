package dev.kiln.plugin.systeminfo.records;

import dev.kiln.plugin.systeminfo.Timing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One side of a comparison: a record, or all of a version.
 *
 * @param name what the user typed
 */
record Side(String name, List<MeasuredRecord> records) {
  /**
   * The it/s of one batch.
   *
   * @param spread relative: of the steps of one record, or between the records if that is larger
   */
  record Speed(double median, double spread) {
    private static Speed of(List<BatchSpeed> all) {
      Timing timing = Timing.of(all.stream().map(BatchSpeed::iterationsPerSecond).toList());
      double within = all.stream().mapToDouble(BatchSpeed::spread).max().orElse(0);
      return new Speed(timing.median(), Math.max(timing.spread(), within));
    }
  }

  /** By batch; those that failed are not among them. */
  Map<Integer, Speed> speeds() {
    Map<Integer, List<BatchSpeed>> byBatch = new HashMap<>();
    for (MeasuredRecord record : records) {
      for (BatchSpeed speed : record.batches()) {
        if (speed.problem().isEmpty()) {
          byBatch.computeIfAbsent(speed.batch(), batch -> new ArrayList<>()).add(speed);
        }
      }
    }
    Map<Integer, Speed> speeds = new HashMap<>();
    byBatch.forEach((batch, all) -> speeds.put(batch, Speed.of(all)));
    return speeds;
  }

  /** What its records have in a column, each text once. */
  String column(String column) {
    return String.join(
        ", ",
        records.stream()
            .map(it -> Objects.toString(it.record().values().get(column)))
            .distinct()
            .toList());
  }
}
