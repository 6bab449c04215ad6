package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
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

  @TempDir static Path folder;
  private static Shell shell;

  @BeforeAll
  static void build() throws Exception {
    shell = new Shell(folder).home(folder.resolve("home"));
    StandAloneProject.buildAll(List.of("tint", "squared-relu", "adams-bashforth"), folder, shell);
  }

  @Test
  void aPluginFromOutsideChangesThePictureOfThoseWhoAskForIt() throws Exception {
    Path plugins = dropIn("tint");

    Picture plain = draw(plugins);
    assertThat(draw(plugins).difference(plain)).isZero();
    assertThat(draw(plugins, "--with", "tint.amount=0.5").difference(plain)).isPositive();
    assertThat(draw(plugins, "--with", "tint.amount=0").difference(plain)).isZero();
  }

  @Test
  void aPluginFromOutsideChangesTheGraphForThoseWhoAskForIt() throws Exception {
    Path plugins = dropIn("squared-relu");

    Picture plain = draw(plugins);
    Picture squared = draw(plugins, "--with", "squared-relu");
    assertThat(squared.difference(plain)).isPositive();
    assertThat(draw(plugins, "--with", "squared-relu").difference(squared)).isZero();
  }

  @Test
  void aSamplerFromOutsideIsFoundByEachOfItsNames() throws Exception {
    Path plugins = dropIn("adams-bashforth");

    Picture named = draw(plugins, "--sampler", "Adams-Bashforth 2 Karras");
    assertThat(draw(plugins, "--sampler", "AB2").difference(named)).isZero();
    assertThat(draw(plugins, "--sampler", "Euler").difference(named)).isPositive();
  }

  @Test
  void itsReadmeShowsItsSource() throws IOException {
    Path source = ROOT.resolve("examples/tint/src/main/java/com/example/tint/Tint.java");
    String text = Files.readString(source);

    assertThat(ROOT.resolve("spi/README.md"))
        .content()
        .contains(text.substring(text.indexOf("/**")));
  }

  /** A folder that holds one example alone. */
  private static Path dropIn(String id) throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins-" + id));
    String jar = id + "-1.0.0.jar";
    Files.copy(folder.resolve(id).resolve("target").resolve(jar), plugins.resolve(jar));
    return plugins;
  }

  private static Picture draw(Path plugins, String... flags)
      throws IOException, InterruptedException {
    Path file = plugins.resolve("x.png");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(ROOT.resolve("dist/kiln").toString(), "txt2img", "a girl, meadow"));
    command.addAll(List.of("--seed", "1", "--steps", "4", "--size", "128x128"));
    command.addAll(List.of("--plugins", plugins.toString(), "-o", file.toString()));
    command.addAll(List.of(flags));
    Shell.Result result = shell.run(command.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isZero();
    Picture picture = Picture.read(file);
    Files.delete(file);
    return picture;
  }
}
