package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The classes that the script {@code kiln} keeps parsed between starts. */
@DisabledOnOs(OS.WINDOWS)
class ClassArchiveTest {
  /** Of all tests: an archive is good for the jars of one place, and making one takes seconds. */
  @TempDir static Path shared;

  private static Path kiln;
  private static Shell.Result first;

  @TempDir Path temp;
  private Shell shell;

  @BeforeAll
  static void makeRelease() throws Exception {
    kiln = new Checkout(shared.resolve("checkout")).release(shared.resolve("release"));
    first = new Shell(shared).with("KILN_HOME", home(shared)).run(kiln.toString(), "x");
  }

  @BeforeEach
  void makeShell() {
    shell = new Shell(temp).with("KILN_HOME", home(temp));
  }

  private static String home(Path folder) {
    return folder.resolve("home").toString();
  }

  /** A home in which Kiln has run once. */
  private void used() throws IOException {
    Path cds = Files.createDirectories(temp.resolve("home/cds"));
    try (Stream<Path> made = Files.list(shared.resolve("home/cds"))) {
      for (Path file : made.filter(Files::isRegularFile).toList()) {
        Files.copy(file, cds.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void theClassArchiveIsMadeOnceAndUsed() throws Exception {
    used();
    shell.with("KILN_JAVA_OPTIONS", "-Xlog:class+load:file=" + temp.resolve("classes.log"));
    Shell.Result second = shell.run(kiln.toString(), "y");

    assertThat(first.out()).isEqualTo("x\n");
    assertThat(first.err()).matches("kiln: preparing faster starts, once \\.\\.\\. \\d+ s\n");
    assertThat(second).isEqualTo(new Shell.Result(0, "y\n", ""));
    assertThat(temp.resolve("classes.log"))
        .content()
        .contains("Program source: shared objects file (top)");
  }

  @Test
  void aHomeThatCannotBeWrittenCostsNothing() throws Exception {
    Files.writeString(temp.resolve("home"), "a file where a folder should be");

    assertThat(shell.run(kiln.toString(), "x")).isEqualTo(new Shell.Result(0, "x\n", ""));
  }

  /** The JVM maps it: reading behind the end of the file would kill the process. */
  @Test
  void aClassArchiveThatWasCutShortIsMadeAgain() throws Exception {
    used();
    try (FileChannel archive = FileChannel.open(archive(), StandardOpenOption.WRITE)) {
      archive.truncate(archive.size() / 2);
    }
    Shell.Result next = shell.run(kiln.toString(), "x");

    assertThat(next.out()).isEqualTo("x\n");
    assertThat(next.err()).matches("kiln: preparing faster starts, once \\.\\.\\. \\d+ s\n");
    assertThat(shell.run(kiln.toString(), "y")).isEqualTo(new Shell.Result(0, "y\n", ""));
  }

  @Test
  void whatAKilledMakerLeftIsDeleted() throws Exception {
    used();
    String place = archive().getFileName().toString().replaceFirst("^(\\d+-\\d+)-.*", "$1");
    Path left = temp.resolve("home/cds/new-" + place + ".killed");
    Files.createDirectory(left);

    assertThat(shell.run(kiln.toString(), "x")).isEqualTo(new Shell.Result(0, "x\n", ""));
    assertThat(left).doesNotExist();
  }

  @Test
  void aBrokenClassArchiveOfTheRightSizeIsPassedOver() throws Exception {
    used();
    Files.write(archive(), new byte[(int) Files.size(archive())]);

    assertThat(shell.run(kiln.toString(), "x")).isEqualTo(new Shell.Result(0, "x\n", ""));
  }

  /** In a folder that is everyone's, someone else's classes could lie. */
  @Test
  void withoutAHomeThereIsNoClassArchive() throws Exception {
    shell.with("KILN_HOME", "").with("HOME", "");

    assertThat(shell.run(kiln.toString(), "x")).isEqualTo(new Shell.Result(0, "x\n", ""));
  }

  /** The dd is the disk: where nothing fits, it fails. */
  @Test
  void aDiskThatWasFullIsTriedAgain() throws Exception {
    Path tools = Files.createDirectories(temp.resolve("tools"));
    Path dd = Files.writeString(tools.resolve("dd"), "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(dd, PosixFilePermissions.fromString("rwxr-xr-x"));
    String path = System.getenv("PATH");
    shell.with("PATH", tools + ":" + path);
    Path folder = temp.resolve("home/cds");
    assertThat(shell.run(kiln.toString(), "x"))
        .isEqualTo(
            new Shell.Result(
                0,
                "x\n",
                "kiln: there is no room in "
                    + folder
                    + " to prepare faster starts; free 128 MB, or set KILN_HOME or KILN_CDS=off.\n"));
    assertThat(folder).isDirectoryNotContaining("glob:**new-*");

    shell.with("PATH", path);
    assertThat(shell.run(kiln.toString(), "x").err())
        .matches("kiln: preparing faster starts, once \\.\\.\\. \\d+ s\n");
    assertThat(archive()).isNotEmptyFile();
  }

  private Path archive() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("home/cds"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
    }
  }
}
