package dev.kiln.spi.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandEntryTest {
  @TempDir private Path classes;
  private IndexedSource compiled;

  @BeforeEach
  void open() {
    compiled = new IndexedSource(classes);
  }

  @Test
  void aCommandIsAWordOrTwo() throws IOException {
    for (String name : List.of("x", "models x", "benchmark table-1")) {
      assertThat(compiled.errors(command("").replace("name = \"x\"", "name = \"" + name + "\"")))
          .isEmpty();
      assertThat(compiled.index()).contains("{\"name\":\"" + name + "\"");
    }
    for (String wrong : List.of("X", "models x y", "models  x", "")) {
      assertThat(compiled.errors(command("").replace("name = \"x\"", "name = \"" + wrong + "\"")))
          .containsExactly("a command is one or two lower-case words, found \"" + wrong + "\"");
    }
  }

  @Test
  void aCommandDeclaresItsFlags() throws IOException {
    String source =
        command("").replace("parameters = {}", "options = Flags.class")
            + "record Flags(@Option(label = \"Rounds\", defaultValue = \"3\", min = 1%s) int rounds) {}";
    assertThat(compiled.errors(source.formatted(", flags = \"--rounds\""))).isEmpty();
    assertThat(compiled.index())
        .contains(
            "\"options\":[{\"name\":\"rounds\",\"type\":\"int\",\"label\":\"Rounds\"",
            "\"flags\":[\"--rounds\"]");
    assertThat(compiled.errors(source.formatted(", flags = {\"--rounds\", \"-r\"}"))).isEmpty();
    assertThat(compiled.index()).contains("\"flags\":[\"--rounds\",\"-r\"]");
    assertThat(compiled.errors(source.formatted(", flags = \"-rounds\"")))
        .containsExactly("\"-rounds\" is no flag like --my-flag");
    assertThat(compiled.errors(source.formatted("")))
        .containsExactly("component rounds: an option of a command needs a flag");
  }

  @Test
  void onlyTheLastParameterMayBeLeftOutOrRepeated() throws IOException {
    assertThat(compiled.errors(command("\"FILE\", \"[WORD...]\""))).isEmpty();
    assertThat(compiled.index()).contains("\"parameters\":[\"FILE\",\"[WORD...]\"]");
    assertThat(compiled.errors(command("\"[FILE]\""))).isEmpty();
    for (String wrong : List.of("[FILE]\", \"N", "FILE...", "[FILE", "a b", "")) {
      assertThat(compiled.errors(command('"' + wrong + '"')))
          .containsExactly(
              "a parameter is a word like FILE, the last one perhaps [FILE] or [WORD...], found \""
                  + wrong.replaceAll("\".*", "")
                  + "\"");
    }
  }

  private static String command(String parameters) {
    return """
    @org.pf4j.Extension @Command(name = "x", summary = "", parameters = {%s})
    class X implements CliContribution { public int run(CliCall call) { return 0; } }
    """
        .formatted(parameters);
  }
}
