package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.PluginJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What shells complete, a plugin's part of it among it. */
class CompletionCommandTest {
  @TempDir private Path temp;
  private TestingCommandLine line;

  @BeforeEach
  void plugin() throws IOException {
    line = new TestingCommandLine(temp);
    PluginJar.of("echo", "1.0.0")
        .source(
            "demo.Options",
            """
            package demo;
            import dev.kiln.spi.index.*;
            @PluginOptions
            public record Options(
                @Option(label = "It's `id` $(id): how", defaultValue = "a-b", flags = "--echo-mode") Mode mode) {
              public enum Mode { A_B, C }
            }
            """)
        .source(
            "demo.Greet",
            """
            package demo;
            import dev.kiln.spi.index.*;
            @org.pf4j.Extension
            @Command(name = "greet loudly", summary = "Say it's late", options = Greet.Flags.class)
            public class Greet implements dev.kiln.spi.hook.CliContribution {
              public record Flags(
                  @Option(label = "Name", defaultValue = "", flags = "--name") String name) {}
              public int run(dev.kiln.spi.host.CliCall call) { return 0; }
            }
            """)
        .dropInto(line.plugins(), "echo.jar");
  }

  private String script(String shell) {
    TestingCommandLine.Result result = line.run("completion", shell);
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    return result.out();
  }

  /** By bash itself. */
  @ParameterizedTest
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @CsvSource(
      delimiter = '|',
      value = {
        "tx                     | txt2img",
        "gr                     | greet",
        "greet l                | loudly",
        "greet loudly --na      | --name",
        "models r               | random",
        "txt2img a --samp       | --sampler",
        "txt2img --echo-m       | --echo-mode",
        "txt2img --echo-mode c  | c",
        "txt2img --emphasis No  | None No\\ norm",
        "txt2img --with e       | echo",
        "txt2img --model d      | default",
        "serve --echo-m         | --echo-mode",
        "help ser               | serve",
        "completion z           | zsh",
        "plugins disable e      | echo",
        "txt2img some           | ''",
      })
  void bashCompletes(String typed, String completed) throws Exception {
    Path script = Files.writeString(temp.resolve("kiln.bash"), script("bash"));
    String[] words = ("kiln " + typed).split(" ");
    String command =
        "source '%s'; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _kiln; echo \"${COMPREPLY[*]}\""
            .formatted(script);
    Process bash =
        new ProcessBuilder()
            .command(
                Stream.concat(Stream.of("bash", "-c", command, "bash"), Arrays.stream(words))
                    .toList())
            .redirectErrorStream(true)
            .start();
    String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(answer).isZero();
    assertThat(answer.strip()).isEqualTo(completed);
  }

  @Test
  void zshCompletesWithWhatItMeans() {
    assertThat(script("zsh"))
        .startsWith("#compdef kiln\n")
        .contains("'txt2img:make pictures from a prompt'", "'greet'", "'loudly:Say it'\\''s late'")
        .contains("'--echo-mode:It'\\''s `id` $(id): how'")
        .contains("('txt2img:--echo-mode') values=('a-b' 'c') ;;")
        .contains("('txt2img:--emphasis') values=('None' 'Ignore' 'Original' 'No norm') ;;");
  }

  @Test
  void fishCompletesWithWhatItMeans() {
    String at = "complete -c kiln -n '__kiln_at \\'%s\\'' ";
    assertThat(script("fish"))
        .contains(at.formatted("") + "-f -a '\\'txt2img\\'' -d 'make pictures from a prompt'\n")
        .contains(at.formatted("greet loudly") + "-l name -r -d 'Name'\n")
        .contains(
            at.formatted("txt2img")
                + "-l echo-mode -x -a '\\'a-b\\' \\'c\\'' -d 'It\\'s `id` $(id): how'\n")
        .contains(at.formatted("txt2img") + "-s n -l negative -r -d 'what not to draw'\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void everyFlagOfTheHostsCommandsIsThere(String shell) {
    String script = script(shell);
    for (String flag : List.of("--strength", "--port", "--kind", "--prompt-file", "--home")) {
      assertThat(script).contains(shell.equals("fish") ? "-l " + flag.substring(2) : flag);
    }
    assertThat(script).doesNotContain("warm-up");
  }

  @Test
  void anotherShellIsRefused() throws IOException {
    line.refused(
        line.run("completion", "tcsh"),
        "Invalid value for positional parameter at index 0 (SHELL): expected one of [BASH, ZSH, FISH]"
            + " (case-insensitive) but was 'tcsh'; see kiln completion --help");
  }
}
