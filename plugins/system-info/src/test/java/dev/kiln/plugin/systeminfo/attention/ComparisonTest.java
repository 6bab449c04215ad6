package dev.kiln.plugin.systeminfo.attention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.host.AttentionLab.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static BenchmarkRow row(String optimizer, double seconds, double difference) {
    return new BenchmarkRow(
        SiteWorkload.self(1024, 640),
        new Trial(optimizer, seconds, difference, "1/1 sites", ""),
        1,
        new ProcessCost(0, 0, ""),
        0);
  }

  @Test
  void whatLeavesKeysOutIsNotTheFastest() {
    Comparison comparison =
        new Comparison(
            List.of(row("exact", 0.5, 4e-7), row("slow", 2, 0), row("inexact", 0.1, 1.4)));

    assertThat(comparison.largest()).map(BenchmarkRow::name).contains("exact");
  }
}
