package dev.kiln.host.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.embedded.EmbeddedCycles.Cycle;
import dev.kiln.host.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What engines leave in a process when they are closed. {@code EngineSoak} opens a hundred. */
@EnabledOnOs(OS.LINUX)
class EmbeddedProcessTest {
  private static final int CYCLES = 10;
  private static final long SLACK_BYTES = 24 << 20;

  @TempDir static Path folder;
  private static EmbeddedCycles run;

  @BeforeAll
  static void run() throws IOException, InterruptedException {
    Path models = TinyModel.copyTo(folder.resolve("models"));
    run = EmbeddedCycles.run(folder, models, folder.resolve("no-plugins"), CYCLES);
  }

  @Test
  void closedEnginesLeaveNeitherThreadsNorMemory() {
    assertThat(run.cycles()).hasSize(CYCLES);
    List<Cycle> warm = run.from(CYCLES / 2);
    assertThat(warm).extracting(Cycle::threads).containsOnly(warm.get(0).threads());
    assertThat(warm.get(warm.size() - 1).residentBytes())
        .isLessThan(warm.get(0).residentBytes() + SLACK_BYTES);
  }

  /** On, it makes a folder Microsoft in the user's cache. */
  @Test
  void telemetryLeavesNoFileWhereTheProcessBeganWithItOn() throws IOException {
    try (Stream<Path> files = Files.walk(run.home())) {
      assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("Microsoft"));
    }
  }
}
