package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** webUI's flags for attention, in both spellings, typed as a user types them. */
@DisabledOnOs(OS.WINDOWS)
class AttentionFlagsTest {
  private static final Path DIST = Path.of(System.getProperty("kiln.root"), "dist");
  private static final List<String> FLAGS =
      List.of(
          "--xformers",
          "--force-enable-xformers",
          "--xformers-flash-attention",
          "--opt-sdp-attention",
          "--opt-sdp-no-mem-attention",
          "--opt-split-attention",
          "--opt-split-attention-invokeai",
          "--opt-split-attention-v1",
          "--opt-sub-quad-attention",
          "--sub-quad-attention",
          "--opt-channelslast",
          "--channelslast");
  private static final List<String> SIZES =
      List.of(
          "--sub-quad-q-chunk-size",
          "--sub-quad-chunk-size",
          "--sub-quad-kv-chunk-size",
          "--sub-quad-chunk-threshold");

  @TempDir static Path folder;
  private static Shell shell;

  /** The first start of a home says that it prepares faster ones. */
  @BeforeAll
  static void home() throws Exception {
    shell = new Shell(folder).home(folder.resolve("home"));
    kiln("txt2img", "--help");
  }

  @Test
  void helpListsThemAll() throws Exception {
    String help = kiln("txt2img", "--help").out();
    assertThat(FLAGS).allSatisfy(flag -> assertThat(help).containsPattern(flag + "\\s"));
    assertThat(SIZES).allSatisfy(flag -> assertThat(help).contains(flag + "=X"));
  }

  @Test
  void allAreTakenAtOnce() throws Exception {
    List<String> typed = new ArrayList<>(FLAGS);
    SIZES.forEach(flag -> typed.addAll(List.of(flag, "64")));
    drawn(typed);
  }

  @Test
  void partsOfOlderAndNewerSpellingGiveTheSamePicture() throws Exception {
    byte[] older = drawn(List.of("--sub-quad-attention", "--sub-quad-chunk-size", "64"));
    byte[] newer = drawn(List.of("--opt-sub-quad-attention", "--sub-quad-q-chunk-size", "64"));
    assertThat(newer).isEqualTo(older);
  }

  @Test
  void aSizeOutOfRangeIsOneSentence() throws Exception {
    assertThat(kiln("txt2img", "", "--sub-quad-q-chunk-size", "0"))
        .isEqualTo(
            new Shell.Result(
                2,
                "",
                "kiln: on the command line, plugin 'attention-sub-quad': qChunkSize is 0; it must"
                    + " be at least 1\n"));
  }

  private byte[] drawn(List<String> flags) throws Exception {
    List<String> all = new ArrayList<>(List.of("txt2img", "a fox", "--steps", "1", "--seed", "1"));
    all.addAll(List.of("--size", "128x128", "-o", "x.png"));
    all.addAll(flags);
    Shell.Result result = kiln(all.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).as("no warnings").doesNotContain("kiln:");
    byte[] picture = Files.readAllBytes(folder.resolve("x.png"));
    Files.delete(folder.resolve("x.png"));
    return picture;
  }

  private static Shell.Result kiln(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(DIST.resolve("kiln").toString()));
    command.addAll(List.of(arguments));
    return shell.run(command.toArray(String[]::new));
  }
}
