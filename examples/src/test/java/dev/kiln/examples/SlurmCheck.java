package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example for clusters, on a SLURM whose one node is this machine: {@code -Pslurm}. */
class SlurmCheck {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final Path EXAMPLE = ROOT.resolve("examples/slurm");
  private static final Duration LONGEST = Duration.ofMinutes(15);

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void start() throws Exception {
    for (String program : List.of("munged", "slurmctld", "slurmd", "sbatch")) {
      assumeTrue(isInstalled(program), program + " is missing; apt-get install slurm-wlm munge");
    }
    shell =
        new Shell(folder)
            .with("KILN", ROOT.resolve("dist/kiln").toString())
            .with("SLURM_CONF", folder.resolve("cluster/slurm.conf").toString());
    Shell.Result started = localhost("start");
    assertThat(started.exit()).as(started.err()).isZero();
  }

  private static boolean isInstalled(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv("PATH") + File.pathSeparator + "/usr/sbin")
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @AfterEach
  void stop() throws Exception {
    if (shell != null) {
      localhost("stop");
    }
  }

  private Shell.Result localhost(String what) throws Exception {
    return shell.run(EXAMPLE.resolve("localhost.sh").toString(), what, "cluster");
  }

  @Test
  void anArrayOfTasksAndMechanismsBecomesOneReport() throws Exception {
    Shell.Result submitted =
        shell
            .with("TASKS", "listops image")
            .with("MECHANISMS", "none sdp")
            .with("TOKENS", "none")
            .with("ROUNDS", "1")
            .run(EXAMPLE.resolve("submit.sh").toString(), "out");
    assertThat(submitted.exit()).as(submitted.err()).isZero();
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!shell.run("squeue", "-h").out().isBlank()) {
      assertThat(System.nanoTime()).as("the jobs take too long").isLessThan(end);
      Thread.sleep(1000);
    }
    try (Stream<Path> cells = Files.list(folder.resolve("out/cells"))) {
      assertThat(cells.filter(file -> file.toString().endsWith(".jsonl"))).hasSize(4);
    }
    assertThat(folder.resolve("out/lra.md")).content().startsWith("# Long Range Arena\n");
    LongRangeArenaTest.check(Files.readString(folder.resolve("out/lra.json")), 4);
  }
}
