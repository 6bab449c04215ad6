package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.host.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Flags that two optimizers of a test declare; the first has the higher rank. */
class PluginOptionFlagsTest {
  private static final String SEEN = "kiln.test.seen";

  @TempDir private Path temp;
  private TestingCommandLine line;

  @BeforeEach
  void plugins() throws IOException {
    line = new TestingCommandLine(temp);
    optimizer("fast", 100, "\"--xfast\"").dropInto(line.plugins(), "fast.jar");
    optimizer("parts", 20, "\"--opt-parts\", \"--parts\"").dropInto(line.plugins(), "parts.jar");
    System.clearProperty(SEEN);
  }

  @AfterEach
  void forget() {
    System.clearProperty(SEEN);
  }

  @Test
  void aFlagPrefersItsOptimizerAndAnotherSetsItsOption() {
    drawn("--opt-parts", "--parts-q-size", "64");
    assertThat(System.getProperty(SEEN)).isEqualTo("parts 64 false AUTO");
    drawn("--parts", "--parts-size=32", "--force-parts", "--parts-mode", "very-slow");
    assertThat(System.getProperty(SEEN)).isEqualTo("parts 32 true VERY_SLOW");
  }

  @Test
  void withoutFlagsTheRankDecides() {
    drawn();
    assertThat(System.getProperty(SEEN)).startsWith("fast ");
  }

  @Test
  void whatTheRequestNamesWinsOverAFlag() {
    drawn("--opt-parts", "--attention", "fast");
    assertThat(System.getProperty(SEEN)).startsWith("fast ");
  }

  @Test
  void theFlagThatIsTypedFirstWins() {
    drawn("--parts", "--xfast");
    assertThat(System.getProperty(SEEN)).startsWith("parts ");
    drawn("--xfast", "--parts");
    assertThat(System.getProperty(SEEN)).startsWith("fast ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpListsTheFlagsOfPlugins(String help) {
    for (String command : List.of("txt2img", "serve")) {
      assertThat(line.run(command, help).out())
          .containsPattern("--xfast +prefer attention by fast")
          .containsPattern("--opt-parts +prefer attention by parts")
          .containsPattern("--parts +prefer attention by parts")
          .containsPattern("Plugin fast:\n[^:]*--xfast ")
          .containsPattern("Plugin parts:\n[^:]*--opt-parts ")
          .containsPattern("--parts-q-size=X +Queries at once")
          .containsPattern("--parts-size=X +Queries at once")
          .containsPattern("--parts-mode=auto\\|very-slow\\s+Mode: How it computes.")
          .containsPattern("--force-parts +Always");
    }
  }

  @Test
  void aFlagThatNobodyHasIsOneSentence() throws IOException {
    line.refused(
        line.draw("", "--xformres"), "Unknown option: '--xformres'; see kiln txt2img --help");
    line.refused(
        line.run("--safe-mode", "txt2img", "", "--xfast"),
        "Unknown option: '--xfast'; see kiln txt2img --help");
  }

  @Test
  void aValueThatIsNoneIsOneSentence() throws IOException {
    line.refused(
        line.draw("", "--parts-size", "many"),
        "Invalid value for option '--parts-size': 'many' is not an int; see kiln txt2img --help");
    line.refused(
        line.draw("", "--parts-size", "0"),
        "on the command line, plugin 'parts': size is 0; it must be 1 to 9999");
    line.refused(
        line.draw("", "--parts-mode", "fast"),
        "on the command line, plugin 'parts': mode is fast; it must be one of: auto, very-slow");
    line.refused(
        line.draw("", "--with", "parts.mode=fast"),
        "plugin 'parts': mode is fast; it must be one of: auto, very-slow");
    line.refused(
        line.draw("", "--with", "parts.sise=1"),
        "plugin 'parts' has no option \"sise\"; it has: size, mode, force");
    assertThat(System.getProperty(SEEN)).isNull();
  }

  @Test
  void flagsOfTheHostKeepTheirMeaning() {
    optimizer("bold", 1, "\"--seed\"").dropInto(line.plugins(), "bold.jar");
    PluginOptionFlags flags = flags("--seed", "3", "--xfast");
    assertThat(flags.preferred()).containsExactly("fast");
    assertThat(flags.options()).isEmpty();
  }

  @Test
  void namesAreInTheOrderOfTheFlagsAndOptionsByPlugin() {
    PluginOptionFlags flags = flags("--parts", "--parts-size", "5", "--xfast", "--force-fast");
    assertThat(flags.preferred()).containsExactly("parts", "fast");
    assertThat(flags.options())
        .isEqualTo(Map.of("parts", Map.of("size", 5), "fast", Map.of("force", true)));
  }

  @Test
  void thePluginsCommandShowsWhoComputesAttentionAndWhy() {
    assertThat(line.run("plugins").out())
        .containsPattern("ATTENTION OF +OPTIMIZER +SITES +WHY\n")
        .containsPattern(
            "default +fast +14/14 sites +highest rank \\(100\\); not measured at 128x128 yet\n");
  }

  @Test
  void aModelWithoutAttentionHasNoSites() throws IOException {
    Path models = TinyModel.copyTo(temp.resolve("models"));
    TinyModel.withoutAttention(models);
    Result result =
        line.run(
            "plugins",
            "--home",
            temp.resolve("home").toString(),
            "--plugins",
            line.plugins().toString(),
            "--models",
            models.toString());
    assertThat(result.out()).containsPattern("tiny +fast +0/0 sites +highest rank \\(100\\)");
  }

  @Test
  void withoutOptimizersThereIsNoTable() {
    assertThat(line.run("plugins", "--safe-mode").out()).doesNotContain("ATTENTION OF");
  }

  private void drawn(String... flags) {
    List<String> all = new ArrayList<>(List.of("--steps", "1", "--size", "64x64"));
    all.addAll(List.of(flags));
    Result result = line.draw("", all.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private PluginOptionFlags flags(String... typed) {
    PluginOptionFlags flags = new PluginOptionFlags();
    CommandLine command = new CommandLine(new Txt2ImgCommand(TestingCommandLine.NOTHING, flags));
    List<String> all = new ArrayList<>(List.of(""));
    all.addAll(List.of(typed));
    all.addAll(List.of("--plugins", line.plugins().toString(), "--home", temp.toString()));
    flags.addTo(command, all, PluginOptionFlags.Audience.PICTURE);
    command.parseArgs(all.toArray(String[]::new));
    return flags;
  }

  /** It takes every site, and tells its name and options by a system property. */
  private static PluginJar optimizer(String name, int rank, String flags) {
    return PluginJar.of(name, "1.0.0")
        .source(
            "demo.Options",
            """
            package demo;
            import dev.kiln.spi.index.*;
            @PluginOptions
            public record Options(
                @Option(label = "Queries at once", defaultValue = "7", min = 1, max = 9999,
                    flags = {"--NAME-q-size", "--NAME-size"}) int size,
                @Option(label = "Always", defaultValue = "false", flags = "--force-NAME") boolean force,
                @Option(label = "Mode", defaultValue = "auto", flags = "--NAME-mode",
                    help = "How it computes.") Mode mode) {
              public enum Mode { AUTO, VERY_SLOW }
            }
            """
                .replace("NAME", name))
        .source(
            "demo.Made",
            """
            package demo;
            import dev.kiln.spi.Support;
            import dev.kiln.spi.graph.*;
            import dev.kiln.spi.hook.AttentionOptimizer;
            import dev.kiln.spi.index.Offers;
            @org.pf4j.Extension
            @Offers(value = "NAME", rank = RANK, flags = {FLAGS})
            public class Made implements AttentionOptimizer {
              public Support supports(AttentionSite site, NetworkContext network) {
                Options options = network.options(Options.class).orElse(new Options(7, false, Options.Mode.AUTO));
                System.setProperty("kiln.test.seen", "NAME " + options.size() + " "
                    + options.force() + " " + options.mode());
                return Support.yes("it does");
              }
              public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
                return graph.op("com.microsoft.MultiHeadAttention",
                    Attributes.of("num_heads", site.heads()).and("scale", site.scale()),
                    site.query(), site.key(), site.value());
              }
            }
            """
                .replace("NAME", name)
                .replace("RANK", String.valueOf(rank))
                .replace("FLAGS", flags));
  }
}
