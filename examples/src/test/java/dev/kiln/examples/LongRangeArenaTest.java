package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.JsonCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The five networks against what PyTorch gave, which the reference script wrote down. */
@DisabledOnOs(OS.WINDOWS)
class LongRangeArenaTest {
  private static final String KILN =
      Path.of(System.getProperty("kiln.root"), "dist/kiln").toString();

  @TempDir Path folder;

  @Test
  void anExactMechanismIsAsAccurateAsTheReference() throws Exception {
    Shell shell = new Shell(folder).home(folder.resolve("home"));
    Shell.Result result =
        shell.run(
            KILN,
            "benchmark",
            "lra",
            "--mechanisms",
            "sdp",
            "--tokens",
            "none",
            "--rounds",
            "1",
            "--json");
    assertThat(result.exit()).as(result.err()).isZero();
    check(result.out(), 5);
  }

  /** Each cell of a report was measured, and is as accurate as the reference. */
  @SuppressWarnings("unchecked")
  static void check(String report, int count) {
    Map<String, Object> values = new JsonCodec().object("the report", report);
    var reference = (Map<String, Map<String, Number>>) values.get("reference");
    assertThat((List<Map<String, Object>>) values.get("cells"))
        .hasSize(count)
        .allSatisfy(
            cell -> {
              assertThat(cell).containsEntry("reason", "");
              assertThat(((Number) cell.get("difference")).doubleValue()).isBetween(0.0, 1e-3);
              double accuracy = reference.get(cell.get("work")).get("accuracy").doubleValue();
              double chance = reference.get(cell.get("work")).get("chance").doubleValue();
              assertThat(((Number) cell.get("accuracy")).doubleValue()).isEqualTo(accuracy);
              assertThat(accuracy).isGreaterThan(chance + 0.05);
            });
  }
}
