package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Results that nobody gets. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has /dev/full")
class LostOutputTest {
  private static final Path KILN = Path.of(System.getProperty("kiln.root"), "dist", "kiln");

  @TempDir Path temp;
  private Shell shell;

  @BeforeEach
  void makeShell() {
    shell =
        new Shell(temp).with("KILN_HOME", temp.resolve("home").toString()).with("KILN_CDS", "off");
  }

  @Test
  void aFullDiskIsNoSuccess() throws Exception {
    assertThat(shell.run("sh", "-c", "'" + KILN + "' models > /dev/full"))
        .isEqualTo(
            new Shell.Result(
                1,
                "",
                "kiln: the results could not be written to stdout, No space left on device; send"
                    + " them elsewhere\n"));
  }

  @Test
  void aReaderThatHasSeenEnoughHearsNothing() throws Exception {
    assertThat(shell.run("sh", "-c", "'" + KILN + "' models | true"))
        .isEqualTo(new Shell.Result(0, "", ""));
  }
}
