package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.app.TestingCommandLine.Result;
import dev.kiln.host.testing.PluginJar;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of two words, and the flags that they declare. */
class ContributedCommandsTest {
  @TempDir private Path temp;
  private TestingCommandLine line;

  @BeforeEach
  void plugins() throws IOException {
    line = new TestingCommandLine(temp);
    command("one", "count", "").dropInto(line.plugins(), "one.jar");
    command("two", "count twice", ", options = Counted.Flags.class")
        .dropInto(line.plugins(), "two.jar");
  }

  private static PluginJar command(String plugin, String name, String options) {
    String said =
        options.isEmpty()
            ? "call.parameters()"
            : "call.options(Flags.class) + \" \" + call.parameters()";
    return PluginJar.of(plugin, "1.0.0")
        .source(
            "demo.Counted",
            """
            package demo;
            import dev.kiln.spi.index.*;
            import java.util.List;
            @org.pf4j.Extension
            @Command(name = "%s", summary = "Count", parameters = "[WORD...]"%s)
            public class Counted implements dev.kiln.spi.hook.CliContribution {
              public record Flags(
                  @Option(label = "Start", defaultValue = "1", min = 0, flags = "--from") int from,
                  @Option(label = "Loudly", defaultValue = "false", flags = "--loud") boolean loud,
                  @Option(label = "Things", defaultValue = "[]", flags = "--thing") List<Object> things) {}
              public int run(dev.kiln.spi.host.CliCall call) {
                call.print("%s " + %s);
                return 0;
              }
            }
            """
                .formatted(name, options, plugin, said));
  }

  @Test
  void theLongerNameIsMeant() {
    assertThat(line.run("count", "x").out()).isEqualTo("one [x]\n");
    assertThat(line.run("count", "twice", "x").out())
        .isEqualTo("two Flags[from=1, loud=false, things=[]] [x]\n");
    assertThat(line.run("count", "x", "twice").out()).isEqualTo("one [x, twice]\n");
  }

  @Test
  void flagsAreTyped() throws IOException {
    assertThat(
            line.run("count", "twice", "--from=3", "x", "--loud", "--thing", "a", "--thing=b")
                .out())
        .isEqualTo("two Flags[from=3, loud=true, things=[a, b]] [x]\n");
    line.refused(
        line.run("count", "twice", "--from", "-2"),
        "plugin 'two': from is -2; it must be at least 0");
    line.refused(
        line.run("count", "twice", "--frm=3"),
        "kiln count twice has no flag --frm=3; it has: --from, --loud, --thing");
  }

  @Test
  void helpShowsThem() {
    assertThat(line.run("count", "twice", "--help"))
        .isEqualTo(
            new Result(
                0,
                """
                Usage: kiln count twice [OPTIONS] [WORD...]
                Count (plugin two)
                  --from=X  Start
                  --loud  Loudly
                  --thing=X  Things
                Options of all commands: kiln plugins --help
                """,
                ""));
    assertThat(line.run("count", "--help").out()).contains("  kiln count twice  Count\n");
  }

  @Test
  void bytesGoToStdoutAsTheyAre() {
    PluginJar.of("raw", "1.0.0")
        .source(
            "demo.Raw",
            """
            package demo;
            @org.pf4j.Extension
            @dev.kiln.spi.index.Command(name = "raw", summary = "Write bytes")
            public class Raw implements dev.kiln.spi.hook.CliContribution {
              public int run(dev.kiln.spi.host.CliCall call) {
                call.output(java.nio.file.Path.of("-")).write(new byte[] {-1, 10, 13, 27, 0});
                return 0;
              }
            }
            """)
        .dropInto(line.plugins(), "raw.jar");
    assertThat(line.run("raw").exit()).isZero();
    assertThat(line.written()).containsExactly(-1, 10, 13, 27, 0);
  }

  @Test
  void aFirstWordAloneTellsTheCommandsThatItBegins() throws IOException {
    command("three", "tell twice", "").dropInto(line.plugins(), "three.jar");
    line.refused(line.run("tell"), "unknown command \"tell\"; there is: tell twice");
  }
}
