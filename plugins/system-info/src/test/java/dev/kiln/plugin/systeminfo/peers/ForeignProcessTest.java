package dev.kiln.plugin.systeminfo.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.host.KilnProcesses.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are of a POSIX shell")
class ForeignProcessTest {
  @TempDir private Path folder;

  private Finished run(String script, Duration limit) throws Exception {
    return new ForeignProcess(folder, limit).run(List.of("sh", "-c", script), folder);
  }

  @Test
  void whatAProgramSaysAndHowItEndsAreKept() throws Exception {
    Finished end = run("pwd; echo wrong >&2; exit 3", Duration.ofMinutes(1));
    assertThat(end.exitCode()).isEqualTo(3);
    assertThat(Path.of(end.output().strip())).isEqualTo(folder.toRealPath());
    assertThat(end.errors()).isEqualTo("wrong\n");
  }

  @Test
  void afterTheLimitAProgramAndWhatItStartedAreEnded() throws Exception {
    assertThatThrownBy(() -> run("sleep 300 & echo $! > child; wait", Duration.ofSeconds(1)))
        .isInstanceOf(PeerProblem.class)
        .hasMessage("it took more than 1 s and was ended");
    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    ProcessHandle.of(child).ifPresent(it -> it.onExit().orTimeout(20, TimeUnit.SECONDS).join());
  }

  @Test
  void anInterruptionEndsAProgramAndWhatItStarted() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> run("sleep 300 & echo $! > child; wait", Duration.ofMinutes(1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }
}
