package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** "Write an attention optimizer in ten minutes", typed word for word. */
@DisabledOnOs(OS.WINDOWS)
class OptimizerPageTest {
  private static final Path ROOT = StandAloneProject.ROOT;
  private static final Path EXAMPLE = ROOT.resolve("examples/my-first-optimizer");
  private static final Path SOURCE =
      Path.of("src/main/java/com/example/myfirstoptimizer/MyFirstOptimizer.java");
  private static final int LINES = 60;

  @TempDir Path checkout;
  @TempDir Path home;

  @Test
  void itsCommandsLeadToAPictureByTheNewOptimizer() throws Exception {
    // The checkout as the page finds it; what it makes is kept out of the real one.
    StandAloneProject.maven(checkout);
    Files.createSymbolicLink(checkout.resolve("kiln"), ROOT.resolve("dist/kiln"));
    Files.createSymbolicLink(checkout.resolve("examples"), ROOT.resolve("examples"));
    Files.createSymbolicLink(checkout.resolve("target"), ROOT.resolve("target"));
    Shell shell = new Shell(checkout).with("HOME", home.toString()).home(home.resolve("kiln"));
    StringBuilder printed = new StringBuilder();
    for (String block : blocks("sh")) {
      Shell.Result result = shell.run("sh", "-eu", "-c", block);
      assertThat(result.exit()).as("%s\n%s%s", block, result.out(), result.err()).isZero();
      printed.append(result.out());
    }

    assertThat(printed).contains("my-first-optimizer").contains("AttentionOptimizer");
    Picture sliced = Picture.read(checkout.resolve("sliced.png"));
    assertThat(sliced.difference(Picture.read(checkout.resolve("plain.png")))).isLessThan(2);
  }

  @Test
  void itShowsTheWholeClassWhichIsShort() throws IOException {
    String source = Files.readString(EXAMPLE.resolve(SOURCE));

    assertThat(blocks("java")).containsExactly(source);
    assertThat(source.lines().count()).isLessThan(LINES);
    assertThat(EXAMPLE.resolve("README.md")).content().contains("`" + SOURCE + "`");
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```")
        .matcher(Files.readString(EXAMPLE.resolve("README.md")))
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
