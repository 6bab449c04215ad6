package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code kiln}: when it builds, what it runs, what it says. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  @TempDir Path temp;
  private Checkout checkout;
  private Shell shell;

  @BeforeEach
  void makeCheckout() throws IOException {
    // A space, because users have them.
    checkout = new Checkout(temp.resolve("my kiln"));
    shell =
        new Shell(temp).with("KILN_HOME", temp.resolve("home").toString()).with("KILN_CDS", "off");
  }

  @Test
  void aFreshCheckoutIsBuiltWithOneLineAndThenRun() throws Exception {
    Shell.Result result = kiln("models", "a b");

    assertThat(result.out()).isEqualTo("models|a b\n");
    assertThat(result.err())
        .matches("kiln: building from source, a minute or two the first time \\.\\.\\. \\d+ s\n");
    assertThat(result.exit()).isZero();
  }

  @Test
  void whatIsUpToDateIsNotBuiltAgain() throws Exception {
    kiln();

    assertThat(kiln("x")).isEqualTo(new Shell.Result(0, "x\n", ""));
    assertThat(checkout.builds()).isEqualTo(1);
  }

  @Test
  void aNewerSourceIsBuilt() throws Exception {
    kiln();
    Files.setLastModifiedTime(checkout.source(), FileTime.from(Instant.now().plusSeconds(5)));
    kiln();

    assertThat(checkout.builds()).isEqualTo(2);
  }

  @Test
  void aDeletedSourceIsBuilt() throws Exception {
    kiln();
    Files.delete(checkout.source());
    kiln();

    assertThat(checkout.builds()).isEqualTo(2);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    Shell.Running first = shell.start(checkout.kiln().toString(), "one");
    Shell.Running second = shell.start(checkout.kiln().toString(), "two");

    assertThat(first.end().out()).isEqualTo("one\n");
    assertThat(second.end().out()).isEqualTo("two\n");
    assertThat(checkout.builds()).isEqualTo(1);
  }

  /** As on macOS. The link that serves as the lock is left behind by a process that is dead. */
  @Test
  void withoutFlockTwoAtOnceBuildOnceAndADeadHolderIsPassedOver() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path target = Files.createDirectories(checkout.root.resolve("target"));
    Path lock =
        Files.createSymbolicLink(target.resolve("build.lock.held"), Path.of("" + dead.pid()));
    shell.with(
        "PATH",
        pathWith(
            "sh",
            "dirname",
            "basename",
            "readlink",
            "find",
            "head",
            "mkdir",
            "cat",
            "rm",
            "sleep",
            "date",
            "mv",
            "cp",
            "ln",
            "rmdir"));
    Shell.Running first = shell.start(checkout.kiln().toString(), "one");
    Shell.Result second = kiln("two");

    assertThat(first.end().out()).isEqualTo("one\n");
    assertThat(second.out()).isEqualTo("two\n");
    assertThat(checkout.builds()).isEqualTo(1);
    assertThat(Files.isSymbolicLink(lock)).isFalse();
  }

  @Test
  void aFailedBuildShowsItsErrorsAndRunsNothing() throws Exception {
    kiln();
    Files.writeString(checkout.root.resolve("broken"), "");
    Files.setLastModifiedTime(checkout.source(), FileTime.from(Instant.now().plusSeconds(5)));
    Shell.Result result = kiln("x");

    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            "kiln: building from source, a minute or two the first time ... failed\n"
                + "[ERROR] Host.java:[3,1] ';' expected\n"
                + "kiln: the build failed; the whole log is in %s/target/build.log.\n",
            checkout.root.toRealPath());
    assertThat(result.exit()).isEqualTo(1);
  }

  @Test
  void aFailedBuildIsTriedAgain() throws Exception {
    Files.writeString(checkout.root.resolve("broken"), "");
    kiln();
    Files.delete(checkout.root.resolve("broken"));

    assertThat(kiln("x").out()).isEqualTo("x\n");
  }

  @Test
  void aReleaseArchiveIsRunWithoutABuild() throws Exception {
    Path kiln = checkout.release(temp.resolve("release"));

    assertThat(shell.run(kiln.toString(), "x")).isEqualTo(new Shell.Result(0, "x\n", ""));
    assertThat(checkout.builds()).isZero();
  }

  @Test
  void aLinkToTheLauncherFindsItsFolder() throws Exception {
    Path kiln = checkout.release(temp.resolve("release"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("release/kiln"));

    assertThat(Files.exists(kiln)).isTrue();
    assertThat(shell.run(link.toString(), "x").out()).isEqualTo("x\n");
  }

  @Test
  void exitCodesPassThrough() throws Exception {
    kiln();

    assertThat(kiln("exit", "2").exit()).isEqualTo(2);
  }

  @Test
  void aSignalReachesTheProgram() throws Exception {
    kiln();
    Shell.Running running = shell.start(checkout.kiln().toString(), "wait");
    while (Files.size(running.out()) == 0) {
      Thread.onSpinWait();
    }
    running.process().destroy();

    assertThat(running.end().exit()).isEqualTo(143);
    assertThat(running.process().descendants()).isEmpty();
  }

  @Test
  void aJavaHomeWithoutJavaIsOneSentence() throws Exception {
    Shell.Result result = shell.with("JAVA_HOME", "/nowhere").run(checkout.kiln().toString());

    assertThat(result)
        .isEqualTo(
            new Shell.Result(
                1,
                "",
                "kiln: JAVA_HOME is /nowhere, which has no bin/java; set it to a JDK 17 or newer.\n"));
  }

  @Test
  void noJavaAtAllIsOneSentence() throws Exception {
    Shell.Result result =
        shell
            .with("JAVA_HOME", "")
            .with("PATH", pathWith("sh", "dirname", "basename", "readlink"))
            .run(checkout.kiln().toString());

    assertThat(result)
        .isEqualTo(
            new Shell.Result(
                1,
                "",
                "kiln: needs a JDK 17 or newer, and there is no java on the PATH; install one or set JAVA_HOME.\n"));
  }

  @Test
  void anOldJavaIsOneSentence() throws Exception {
    Path jdk = temp.resolve("jdk-11");
    Path java =
        Files.writeString(
            Files.createDirectories(jdk.resolve("bin")).resolve("java"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Some\"\nJAVA_VERSION=\"11.0.2\"\n");
    Shell.Result result = shell.with("JAVA_HOME", jdk.toString()).run(checkout.kiln().toString());

    assertThat(result)
        .isEqualTo(
            new Shell.Result(
                1,
                "",
                "kiln: needs a JDK 17 or newer, and "
                    + java
                    + " is Java 11.0.2; install one or set JAVA_HOME.\n"));
  }

  private Shell.Result kiln(String... arguments) throws IOException, InterruptedException {
    return shell.run(
        Stream.concat(Stream.of(checkout.kiln().toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  /** A PATH on which there are these programs and no others. */
  private String pathWith(String... programs) throws IOException {
    Path tools = Files.createDirectories(temp.resolve("tools"));
    for (String program : programs) {
      Path found = Path.of("/bin", program);
      Files.copy(
          (Files.exists(found) ? found : Path.of("/usr/bin", program)).toRealPath(),
          tools.resolve(program));
    }
    return tools.toString();
  }
}
