package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the keys Ctrl and C do to a process that draws. */
@DisabledOnOs(OS.WINDOWS)
class CtrlCTest {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));

  @TempDir Path folder;
  private Shell shell;

  @Test
  void stopsWithinAStepAndLeavesNoFile() throws Exception {
    shell =
        new Shell(folder)
            .home(folder.resolve("home"))
            // The bar of a terminal tells of each step.
            .with("KILN_JAVA_OPTIONS", "-Dkiln.terminal=true");
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    Shell.Running drawing =
        shell.start(
            withSignal(
                ROOT.resolve("dist/kiln").toString(),
                "txt2img",
                "a girl",
                "--steps",
                "1000",
                "--size",
                "256x256",
                "-o",
                pictures.resolve("x.png").toString()));
    int before = awaitStep(drawing);
    shell.run("kill", "-INT", String.valueOf(drawing.process().pid()));
    Shell.Result result = drawing.end();

    assertThat(result.exit()).as(result.err()).isEqualTo(130);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).endsWith("kiln: stopped\n").doesNotContain("\tat ");
    assertThat(step(result.err())).isBetween(before, 999);
    try (Stream<Path> left = Files.list(pictures)) {
      assertThat(left).isEmpty();
    }
  }

  /** {@code kill} reaches one process, not all of a terminal's. */
  @Test
  void aSignalToAMeasurementAloneEndsItsProcessesAndKeepsWhatWasMeasured() throws Exception {
    shell = new Shell(folder).home(folder.resolve("home"));
    Shell.Running measuring =
        shell.start(
            withSignal(
                ROOT.resolve("dist/kiln").toString(),
                "benchmark",
                "table",
                "--scale=1/4",
                "--rows=base",
                "--columns=plain,sdp",
                "--rounds=100"));
    List<ProcessHandle> started = List.of();
    while (!read(measuring.err()).contains("2/2 in round 1") || started.isEmpty()) {
      assertThat(measuring.process().isAlive()).as(() -> read(measuring.err())).isTrue();
      Thread.sleep(20);
      started = measuring.process().descendants().toList();
    }
    shell.run("kill", "-TERM", String.valueOf(measuring.process().pid()));
    Shell.Result result = measuring.end();

    assertThat(result.exit()).as(result.err()).isEqualTo(130);
    assertThat(result.err())
        .contains("stopped; the same command goes on from here\n")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("outputs/table.md")).content().contains("| base |");
    assertThat(started).isNotEmpty().noneMatch(ProcessHandle::isAlive);
  }

  /** A build that runs in the background hands down that the signal is ignored. */
  private String[] withSignal(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(command));
    if (shell.run("env", "--default-signal=INT", "true").exit() == 0) {
      all.addAll(0, List.of("env", "--default-signal=INT"));
    }
    return all.toArray(String[]::new);
  }

  private static int awaitStep(Shell.Running drawing) throws IOException, InterruptedException {
    int step = 0;
    while (step < 2) {
      assertThat(drawing.process().isAlive())
          .as(() -> "kiln txt2img ended: " + read(drawing.err()))
          .isTrue();
      Thread.sleep(20);
      step = step(read(drawing.err()));
    }
    return step;
  }

  /** The last step that the bar shows. */
  private static int step(String err) {
    int end = err.lastIndexOf("/1000 steps");
    return end < 0 ? 0 : Integer.parseInt(err.substring(err.lastIndexOf(' ', end) + 1, end));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
