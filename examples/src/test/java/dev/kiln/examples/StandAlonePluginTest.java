package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Builds plugins of {@code examples} with their own poms, as a stranger would, and uses them. */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class StandAlonePluginTest {
  private static final Path ROOT = StandAloneProject.ROOT;

  @TempDir Path folder;

  @Test
  void aPluginFromOutsideChangesThePictureOfThoseWhoAskForIt() throws Exception {
    Shell shell = dropIn("tint");

    Picture plain = draw(shell, "plain.png");
    assertThat(draw(shell, "again.png").difference(plain)).isZero();
    assertThat(draw(shell, "tinted.png", "--with", "tint.amount=0.5").difference(plain))
        .isPositive();
    assertThat(draw(shell, "untinted.png", "--with", "tint.amount=0").difference(plain)).isZero();
  }

  @Test
  void aPluginFromOutsideChangesTheGraphForThoseWhoAskForIt() throws Exception {
    Shell shell = dropIn("squared-relu");

    Picture plain = draw(shell, "plain.png");
    Picture squared = draw(shell, "squared.png", "--with", "squared-relu");
    assertThat(squared.difference(plain)).isPositive();
    assertThat(draw(shell, "again.png", "--with", "squared-relu").difference(squared)).isZero();
  }

  @Test
  void aSamplerFromOutsideIsFoundByEachOfItsNames() throws Exception {
    Shell shell = dropIn("adams-bashforth");

    Picture named = draw(shell, "named.png", "--sampler", "Adams-Bashforth 2 Karras");
    assertThat(draw(shell, "alias.png", "--sampler", "AB2").difference(named)).isZero();
    assertThat(draw(shell, "euler.png", "--sampler", "Euler").difference(named)).isPositive();
  }

  @Test
  void itsReadmeShowsItsSource() throws IOException {
    Path source = ROOT.resolve("examples/tint/src/main/java/com/example/tint/Tint.java");
    String text = Files.readString(source);

    assertThat(ROOT.resolve("spi/README.md"))
        .content()
        .contains(text.substring(text.indexOf("/**")));
  }

  /** A shell in a folder whose {@code plugins} hold one example alone. */
  private Shell dropIn(String id) throws IOException, InterruptedException {
    Shell shell = new Shell(folder).home(folder.resolve("home"));
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.copy(new StandAloneProject(id, folder).build(shell), plugins.resolve(id + "-1.0.0.jar"));
    return shell;
  }

  private Picture draw(Shell shell, String file, String... flags)
      throws IOException, InterruptedException {
    String[] command = {
      ROOT.resolve("dist/kiln").toString(),
      "txt2img",
      "a girl, meadow",
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
    return Picture.read(folder.resolve(file));
  }
}
