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
    Path noPlugins = Files.createDirectory(folder.resolve("no-plugins"));
    run = EmbeddedCycles.run(folder, models, noPlugins, CYCLES);
  }

  @Test
  void closedEnginesLeaveNeitherThreadsNorMemory() {
    assertThat(run.cycles()).hasSize(CYCLES);
    List<Cycle> warm = run.from(CYCLES / 2);
    // One that was told to end may still be about to; a leak would be one for each engine.
    assertThat(warm.get(warm.size() - 1).threads()).isLessThanOrEqualTo(warm.get(0).threads() + 1);
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
