package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Builds {@code examples/tint} with its own pom, as a stranger would, and drops it into a host. */
@DisabledOnOs(OS.WINDOWS)
class StandAlonePluginTest {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final String SOURCE = "src/main/java/com/example/tint/Tint.java";
  private static final String PROMPT = "a girl, meadow";

  @TempDir Path folder;

  @Test
  void aPluginFromOutsideChangesThePictureOfThoseWhoAskForIt() throws Exception {
    Shell shell = new Shell(folder).with("KILN_HOME", folder.resolve("home").toString());
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.copy(build(shell), plugins.resolve("tint-1.0.0.jar"));

    int plain = draw(shell, "plain.png");
    assertThat(draw(shell, "again.png")).isEqualTo(plain);
    assertThat(draw(shell, "tinted.png", "--with", "tint.amount=0.5")).isNotEqualTo(plain);
    assertThat(draw(shell, "untinted.png", "--with", "tint.amount=0")).isEqualTo(plain);
  }

  @Test
  void itsReadmeShowsItsSource() throws IOException {
    String source = Files.readString(ROOT.resolve("examples/tint").resolve(SOURCE));

    assertThat(ROOT.resolve("spi/README.md"))
        .content()
        .contains(source.substring(source.indexOf("/**")));
  }

  private Path build(Shell shell) throws IOException, InterruptedException {
    Path project = folder.resolve("tint");
    for (String file : List.of("pom.xml", SOURCE, "src/test/java/com/example/tint/TintTest.java")) {
      copy(ROOT.resolve("examples/tint").resolve(file), project.resolve(file));
    }
    // A local repository of its own over the user's: an older build of the same version is not
    // found there.
    Shell.Result result =
        shell.run(
            System.getProperty("maven.home") + "/bin/mvn",
            "-q",
            "-B",
            "-f",
            project.toString(),
            "-Dkiln.home=" + ROOT,
            "-Dmaven.repo.local=" + folder.resolve("repository"),
            "-Dmaven.repo.local.tail=" + System.getProperty("maven.repository"),
            "package");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    return project.resolve("target/tint-1.0.0.jar");
  }

  /** A hash of the picture's pixels. */
  private int draw(Shell shell, String file, String... flags)
      throws IOException, InterruptedException {
    String[] command = {
      ROOT.resolve("dist/kiln").toString(),
      "txt2img",
      PROMPT,
      "--seed",
      "1",
      "--steps",
      "4",
      "--plugins",
      "plugins",
      "-o",
      file
    };
    String[] all = Arrays.copyOf(command, command.length + flags.length);
    System.arraycopy(flags, 0, all, command.length, flags.length);
    Shell.Result result = shell.run(all);
    assertThat(result.exit()).as(result.err()).isZero();
    BufferedImage image = ImageIO.read(folder.resolve(file).toFile());
    return Arrays.hashCode(
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }
}
