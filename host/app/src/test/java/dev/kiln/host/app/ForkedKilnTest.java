package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.host.KilnProcesses.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ForkedKilnTest {
  @TempDir Path temp;

  @Test
  void aCommandRunsInAProcessWithTheFoldersOfThisOne() throws Exception {
    Finished finished = forked().run(List.of("models"));
    assertThat(finished.exitCode()).as(finished.errors()).isZero();
    assertThat(finished.errors()).isEmpty();
    assertThat(finished.output())
        .isEqualTo(new TestingCommandLine(temp.resolve("here")).run("models").out())
        .contains("default");
    if (Files.exists(Path.of("/proc/self/status"))) {
      assertThat(finished.peakBytes()).as("that of a process").isBetween(10L << 20, 8L << 30);
    }
  }

  @Test
  void whatItRefusesIsHandedBack() throws Exception {
    Finished finished = forked().run(List.of("txt2img", "", "--steps", "0"));
    assertThat(finished.exitCode()).isEqualTo(2);
    assertThat(finished.output()).isEmpty();
    assertThat(finished.errors()).isEqualTo("kiln: steps is 0; it must be 1 to 1000\n");
  }

  private ForkedKiln forked() throws Exception {
    HostOptions host = new HostOptions();
    new CommandLine(host)
        .parseArgs(
            "--home",
            temp.resolve("home").toString(),
            "--models",
            DefaultModel.models().toString(),
            "--plugins",
            Files.createDirectories(temp.resolve("plugins")).toString());
    return new ForkedKiln(host);
  }
}
