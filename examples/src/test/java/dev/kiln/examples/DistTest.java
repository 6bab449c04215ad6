package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The folder that a user runs and that a release archive holds. */
@DisabledOnOs(OS.WINDOWS)
class DistTest {
  private static final Path DIST = Path.of(System.getProperty("kiln.root"), "dist");

  @TempDir Path temp;

  @Test
  void holdsWhatTheLauncherNeeds() {
    assertThat(DIST.resolve("kiln")).isExecutable();
    assertThat(
            List.of(
                "kiln.cmd",
                "LICENSE",
                "lib/kiln-app.jar",
                "models/README.md",
                "models/default/unet/model.onnx"))
        .allSatisfy(file -> assertThat(DIST.resolve(file)).isRegularFile());
  }

  @Test
  void everyJarOfTheClassPathIsThere() throws IOException {
    try (JarFile host = new JarFile(DIST.resolve("lib/kiln-app.jar").toFile())) {
      String classPath =
          host.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      assertThat(classPath.split(" "))
          .hasSizeGreaterThan(20)
          .allSatisfy(jar -> assertThat(DIST.resolve("lib").resolve(jar)).isRegularFile());
    }
  }

  /** A process that ends in the middle of a measurement crashes. */
  @Test
  void whatPreparesFasterStartsMeasuresNothing() throws Exception {
    Shell shell =
        new Shell(temp)
            .home(temp.resolve("home"))
            .with("KILN_JAVA_OPTIONS", "-Dorg.slf4j.simpleLogger.log.dev.kiln=info");
    Shell.Result result =
        shell.run(DIST.resolve("kiln").toString(), "warm-up", temp.resolve("made").toString());

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("is measured between pictures");
  }

  @Test
  void theFirstStartMakesTheClassArchive() throws Exception {
    Shell shell = new Shell(temp).with("KILN_HOME", temp.resolve("home").toString());
    Shell.Result result = shell.run(DIST.resolve("kiln").toString(), "--version");

    assertThat(result.out()).matches("kiln \\d+\\.\\d+\\.\\d+\n");
    try (Stream<Path> files = Files.list(temp.resolve("home/cds"))) {
      // The host's classes are in it, not the JDK's alone.
      assertThat(files.filter(file -> file.toString().endsWith(".jsa")))
          .singleElement()
          .satisfies(file -> assertThat(Files.size(file)).isGreaterThan(10_000_000));
    }
  }

  @Test
  void twoFirstStartsAtOnceMakeOneArchiveAndBothRun() throws Exception {
    Shell shell = new Shell(temp).with("KILN_HOME", temp.resolve("home").toString());
    Shell.Running first = shell.start(DIST.resolve("kiln").toString(), "--version");
    Shell.Running second = shell.start(DIST.resolve("kiln").toString(), "--version");

    assertThat(first.end().exit()).isZero();
    assertThat(second.end().exit()).isZero();
    try (Stream<Path> files = Files.list(temp.resolve("home/cds"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.startsWith("new")))
          .isEmpty();
    }
  }
}
