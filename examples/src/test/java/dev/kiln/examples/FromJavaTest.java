package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program that the README shows, built as a stranger would. */
@DisabledOnOs(OS.WINDOWS)
class FromJavaTest {
  private static final Path ROOT = StandAloneProject.ROOT;
  private static final Path EXAMPLE = ROOT.resolve("examples/from-java");

  @TempDir Path folder;

  @Test
  void aProgramDrawsWhatTheCommandLineDraws() throws Exception {
    Path jar = new StandAloneProject("from-java", folder).build(new Shell(folder));
    holdsNoServerAndNoCommandLine(jar.resolveSibling("lib"));
    Shell shell =
        new Shell(folder)
            .home(folder.resolve("home"))
            .with("HOME", Files.createDirectories(folder.resolve("user")).toString())
            .with("XDG_CACHE_HOME", "")
            .with("ORT_DISABLE_TELEMETRY", "");
    Shell.Result result =
        shell.run(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.home=" + folder.resolve("user"),
            "-jar",
            jar.toString(),
            ROOT.resolve("models").toString(),
            "cape.png");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("50 %").endsWith("100 %\n");
    assertThat(folder.resolve("user/.cache/Microsoft")).doesNotExist();

    // The same plugins: attention that is computed otherwise draws another picture.
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.copy(ROOT.resolve("dist/plugins/lora-0.1.0.jar"), plugins.resolve("lora.jar"));
    Shell.Result typed =
        shell.run(
            ROOT.resolve("dist/kiln").toString(),
            "txt2img",
            "a girl, meadow, day <lora:cape:0.8>",
            "--seed",
            "7",
            "--plugins",
            "plugins",
            "-o",
            "typed.png");
    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(Picture.read(folder.resolve("cape.png")))
        .satisfies(it -> assertThat(it.difference(read("typed.png"))).isZero());
  }

  private Picture read(String file) {
    try {
      return Picture.read(folder.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void holdsNoServerAndNoCommandLine(Path libraries) throws IOException {
    try (Stream<Path> files = Files.list(libraries)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("kiln-engine"))
          .noneMatch(name -> name.matches("(kiln-app|javalin|jetty|picocli|h2-).*"));
    }
  }

  @Test
  void theReadmeShowsItsSourceAndItsDependencies() throws IOException {
    String source = Files.readString(EXAMPLE.resolve("src/main/java/com/example/Draw.java"));
    String pom = Files.readString(EXAMPLE.resolve("pom.xml"));
    int first = pom.indexOf("    <dependency>");
    String dependencies =
        pom.substring(first, pom.indexOf("  </dependencies>")).stripTrailing().stripIndent();
    assertThat(ROOT.resolve("README.md"))
        .content()
        .contains(source.substring(source.indexOf("import ")))
        .contains(dependencies);
  }
}
