package dev.kiln.plugin.systeminfo.attention;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All that one run of the benchmark measured. */
record Comparison(List<BenchmarkRow> rows) {
  /** The exact optimizer whose advantage on a single attention is the largest. */
  Optional<BenchmarkRow> largest() {
    return rows.stream()
        .filter(row -> row.work() instanceof SiteWorkload)
        .filter(row -> !row.untouched() && row.exact() && row.ratio() > 0)
        .max(Comparator.comparingDouble(BenchmarkRow::ratio));
  }

  /** The fused operator on a model that was named. */
  Optional<BenchmarkRow> picture() {
    return rows.stream()
        .filter(row -> row.work() instanceof UnetWorkload unet && !unet.model().isEmpty())
        .filter(row -> row.name().equals(AttentionBenchmark.FUSED))
        .findFirst();
  }
}
