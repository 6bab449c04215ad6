package dev.kiln.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.embedded.EmbeddedCycles;
import dev.kiln.host.embedded.EmbeddedCycles.Cycle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program opens an engine, draws and closes it, again and again, with the shipped plugins. */
class EngineSoak {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final int CYCLES = Soak.count("cycles", 100);

  /** The last tenth may take so much more than the middle one. */
  private static final double FLAT = 1.05;

  @TempDir Path folder;

  @Test
  void closedEnginesLeaveNeitherThreadsNorMemory() throws Exception {
    List<Cycle> cycles =
        EmbeddedCycles.run(folder, ROOT.resolve("models"), ROOT.resolve("dist/plugins"), CYCLES)
            .cycles();
    List<Cycle> middle = cycles.subList(CYCLES * 9 / 20, CYCLES * 11 / 20);
    List<Cycle> last = cycles.subList(CYCLES * 9 / 10, CYCLES);
    Soak.report(
        CYCLES + " engines opened and closed in one process",
        "resident %d MB in the middle tenth, %d MB in the last; threads %d and %d; opened in %d ms",
        resident(middle) >> 20,
        resident(last) >> 20,
        threads(middle),
        threads(last),
        last.stream().mapToLong(Cycle::openMillis).sorted().toArray()[last.size() / 2]);
    assertThat(threads(last)).isLessThanOrEqualTo(threads(middle));
    assertThat((double) resident(last)).isLessThanOrEqualTo(FLAT * resident(middle));
  }

  private static long resident(List<Cycle> cycles) {
    return cycles.stream().mapToLong(Cycle::residentBytes).sorted().toArray()[cycles.size() / 2];
  }

  private static long threads(List<Cycle> cycles) {
    return cycles.stream().mapToLong(Cycle::threads).max().orElseThrow();
  }
}
