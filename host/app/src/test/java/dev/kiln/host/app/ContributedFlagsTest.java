package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin adds to the host's own commands: flags of each kind, and a part of one. */
class ContributedFlagsTest {
  private static final String SEEN = "kiln.test.notes";

  @TempDir private Path temp;
  private TestingCommandLine line;

  @BeforeEach
  void plugin() throws IOException {
    line = new TestingCommandLine(temp);
    notes("notes", "models notes").dropInto(line.plugins(), "notes.jar");
    System.clearProperty(SEEN);
  }

  @AfterEach
  void forget() {
    System.clearProperty(SEEN);
  }

  @Test
  void aFlagSaysSeveralOptionsOverThoseThatWereTyped() {
    drawn("--with", "notes.size=2", "--with", "notes.name=typed", "--note", "a=1", "--note=b");
    assertThat(seen()).isEqualTo("Options[size=2, name=a=1 b, parts=[2]] in here");
  }

  @Test
  void aFlagWithoutAValueSaysOptions() {
    drawn("--large");
    assertThat(seen()).isEqualTo("Options[size=9, name=none, parts=[]] in here");
    assertThat(line.run("txt2img", "--help").out()).containsPattern("--large +Draw a large note\n");
  }

  @Test
  void aPluginWhoseFlagsNobodyTypedSleeps() {
    drawn();
    assertThat(seen()).isNull();
    drawn("--notes-folder", "there");
    assertThat(seen()).isNull();
  }

  @Test
  void flagsOfAListMayBeTypedSeveralTimes() {
    drawn("--part", "x", "--more-part=y z", "--part", "3");
    assertThat(seen()).isEqualTo("Options[size=3, name=none, parts=[x, y z, 3]] in here");
  }

  @Test
  void aFlagOfASettingGoesOverTheFile() throws IOException {
    Files.createDirectories(temp.resolve("home"));
    Files.writeString(
        temp.resolve("home/settings.json"), "{\"plugins\": {\"notes\": {\"folder\": \"file\"}}}");
    drawn("--with", "notes");
    assertThat(seen()).endsWith(" in file");
    drawn("--with", "notes", "--notes-folder", "typed");
    assertThat(seen()).endsWith(" in typed");
    assertThat(line.run("models", "notes", "--notes-folder=typed").out())
        .isEqualTo("[] in typed\n");
    assertThat(line.run("models", "notes", "A", "B").out()).isEqualTo("[A, B] in file\n");
    assertThat(line.run("--notes-folder", "typed", "models", "notes").exit()).isEqualTo(2);
  }

  @Test
  void picturesThatItGivesOutLieBesideTheOthers() {
    Path picture = line.pictures().resolve("x.png");
    Path given = line.pictures().resolve("x-my-edges.png");
    assertThat(line.draw("", "--steps", "1", "--with", "notes.name=show").out())
        .isEqualTo(picture + "\n" + given + "\n");
    assertThat(given).isNotEmptyFile();
    assertThat(line.draw("", "--steps", "1", "--batch", "2", "--with", "notes.name=show").out())
        .endsWith("x-2.png\n" + line.pictures().resolve("x-1-my-edges.png") + "\n");
  }

  @Test
  void whatItRefusesIsOneSentenceAndWhatFailsNamesIt() throws IOException {
    line.refused(line.draw("", "--note", "bad"), "a note is not bad; write another");
    line.refused(line.draw("", "--note", "much"), "plugin 'notes': size is 99; it must be 0 to 9");
    line.refused(
        line.draw("", "--note"),
        "Missing required parameter for option '--note' (TEXT); see kiln txt2img --help");
    line.refused(
        line.run("serve", "--note=x"), "Unknown option: '--note=x'; see kiln serve --help");
    Result failed = line.draw("", "--note", "worse");
    assertThat(failed.err()).contains("plugin 'notes' failed in flag --note: as told");
    assertThat(failed.exit()).isEqualTo(1);
  }

  @Test
  void helpShowsFlagsAndParts() {
    assertThat(line.run("txt2img", "--help").out())
        .contains("Plugin notes:")
        .containsPattern("--note=TEXT +Take a note \\(repeatable\\)")
        .containsPattern("--part=X +Parts \\(repeatable\\)")
        .containsPattern("--notes-folder=X +Folder");
    assertThat(line.run("serve", "--help").out())
        .contains("--part=X", "--notes-folder=X")
        .doesNotContain("--note=TEXT");
    assertThat(line.run("models", "--help").out())
        .containsPattern("  notes +List notes \\(notes\\)")
        .containsPattern("  random ");
    assertThat(line.run("models", "notes", "--help").out())
        .isEqualTo(
            """
            Usage: kiln models notes [OPTIONS] [WORD...]
            List notes (plugin notes)
              --notes-folder=X  Folder
            Options of all commands: kiln plugins --help
            """);
    assertThat(line.run("--help").out()).contains("  models notes List notes ([WORD...])");
  }

  @Test
  void thePartsOfTheHostStayItsOwn() throws IOException {
    notes("other", "models notes").dropInto(line.plugins(), "other.jar");
    notes("bold", "models random").dropInto(line.plugins(), "bold.jar");
    assertThat(line.run("plugins").out())
        .containsPattern("command +models notes +notes, other +notes +its id comes first")
        .containsPattern("command +models random +host, bold +host +the host has it itself")
        .containsPattern("flag +--note +bold, notes +bold +its id comes first");
    assertThat(line.run("models", "random").err()).doesNotContain("bold");
    line.refused(
        line.run("models", "nots"),
        "Unmatched argument at index 1: 'nots'; see kiln models --help");
  }

  @Test
  void theHostsOptionsMayStandBeforeThePart() {
    Result result =
        line.run(
            false,
            "models",
            "--home",
            temp.resolve("home").toString(),
            "--plugins",
            line.plugins().toString(),
            "notes");
    assertThat(result.out()).isEqualTo("[] in here\n");
  }

  private static String seen() {
    return System.getProperty(SEEN);
  }

  private void drawn(String... flags) {
    List<String> all = new ArrayList<>(List.of("--steps", "1", "--size", "64x64"));
    all.addAll(List.of(flags));
    Result result = line.draw("", all.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isZero();
  }

  private static PluginJar notes(String id, String command) {
    return PluginJar.of(id, "1.0.0")
        .source("demo.Options", OPTIONS)
        .source("demo.Places", PLACES)
        .source("demo.Note", FLAG)
        .source("demo.Large", LARGE)
        .source("demo.Look", LOOK)
        .source("demo.Notes", COMMAND.replace("COMMAND", command));
  }

  private static final String OPTIONS =
      """
      package demo;
      import dev.kiln.spi.index.*;
      import java.util.List;
      @PluginOptions
      public record Options(
          @Option(label = "Size", defaultValue = "3", min = 0, max = 9) int size,
          @Option(label = "Name", defaultValue = "none") String name,
          @Option(label = "Parts", defaultValue = "[]", flags = {"--part", "--more-part"})
              List<Object> parts) {}
      """;

  private static final String PLACES =
      """
      package demo;
      import dev.kiln.spi.index.*;
      @PluginOptions(scope = PluginOptions.Scope.SETTINGS)
      public record Places(
          @Option(label = "Folder", defaultValue = "here", flags = "--notes-folder") String folder) {}
      """;

  private static final String FLAG =
      """
      package demo;
      import dev.kiln.spi.BadRequest;
      import dev.kiln.spi.hook.CliFlag;
      import dev.kiln.spi.index.Flag;
      import java.util.*;
      @org.pf4j.Extension
      @Flag(name = "--note", value = "TEXT", summary = "Take a note")
      public class Note implements CliFlag {
        public Map<String, Object> options(List<String> values) {
          switch (values.get(0)) {
            case "bad": throw new BadRequest("a note is not bad; write another");
            case "worse": throw new IllegalStateException("as told");
            case "much": return Map.of("size", 99);
            default: return Map.of("name", String.join(" ", values), "parts", List.of(values.size()));
          }
        }
      }
      """;

  private static final String LARGE =
      """
      package demo;
      import dev.kiln.spi.hook.CliFlag;
      import dev.kiln.spi.index.Flag;
      import java.util.*;
      @org.pf4j.Extension
      @Flag(name = "--large", summary = "Draw a large note")
      public class Large implements CliFlag {
        public Map<String, Object> options(List<String> values) {
          return Map.of("size", 9 + values.size());
        }
      }
      """;

  private static final String LOOK =
      """
      package demo;
      import dev.kiln.spi.generate.PassContext;
      import dev.kiln.spi.hook.*;
      import dev.kiln.spi.host.PluginHome;
      import dev.kiln.spi.tensor.Picture;
      import java.util.Optional;
      @org.pf4j.Extension
      @jakarta.inject.Singleton
      public class Look implements DenoiseHook {
        private final PluginHome home;
        @jakarta.inject.Inject Look(PluginHome home) {
          this.home = home;
          System.setProperty("kiln.test.notes", "awake");
        }
        public Optional<DenoiseInterceptor> open(PassContext pass) {
          System.setProperty("kiln.test.notes", pass.options(Options.class).map(Record::toString)
              .orElse("none") + " in " + home.settings(Places.class).folder());
          pass.options(Options.class).filter(it -> it.name().equals("show"))
              .ifPresent(it -> pass.picture("my edges", Picture.black(2, 1)));
          return Optional.empty();
        }
      }
      """;

  private static final String COMMAND =
      """
      package demo;
      import dev.kiln.spi.hook.CliContribution;
      import dev.kiln.spi.host.*;
      import dev.kiln.spi.index.Command;
      @org.pf4j.Extension
      @Command(name = "COMMAND", summary = "List notes", parameters = "[WORD...]")
      @jakarta.inject.Singleton
      public class Notes implements CliContribution {
        private final PluginHome home;
        @jakarta.inject.Inject Notes(PluginHome home) { this.home = home; }
        public int run(CliCall call) {
          call.print(call.parameters() + " in " + home.settings(Places.class).folder());
          return 0;
        }
      }
      """;
}
