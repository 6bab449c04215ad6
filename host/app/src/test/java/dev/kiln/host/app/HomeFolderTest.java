package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.LeftScratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HomeFolderTest {
  @TempDir Path temp;
  private TestingCommandLine kiln;

  @BeforeEach
  void makeFolders() throws IOException {
    kiln = new TestingCommandLine(temp);
  }

  @Test
  void whatAKilledProcessLeftGoesAtTheNextStart() throws IOException {
    Path home = temp.resolve("home");
    List<Path> left =
        List.of(
            LeftScratch.in(home),
            LeftScratch.in(home.resolve("work")),
            LeftScratch.in(home.resolve("data/a-plugin")));
    assertThat(kiln.run("models").err()).isEmpty();
    assertThat(left).noneMatch(Files::exists);
  }

  /** Root may write everywhere else. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aHomeThatCannotBeWrittenSaysSoAndMakesPicturesAllTheSame() throws IOException {
    Path home = Path.of("/proc/kiln");
    String sentence =
        "kiln: the home "
            + home
            + " cannot be written, there is no such file or folder: starts are slower, and"
            + " hashes, measurements and plugins' data are not kept; name another with --home or"
            + " KILN_HOME\n";
    for (String[] command :
        List.of(
            kiln.args("txt2img", "scenery", "--size", "64x64", "--steps", "1", "-o", "x.png"),
            kiln.args("plugins"),
            kiln.args("models"))) {
      TestingCommandLine.Result result = kiln.at(home, command);
      assertThat(result.exit()).as("%s", result).isZero();
      assertThat(result.err()).startsWith(sentence);
      assertThat(result.err().substring(sentence.length())).doesNotContain("home", "kiln:");
    }
    assertThat(kiln.pictures()).isDirectoryContaining("glob:**/x.png");
  }
}
