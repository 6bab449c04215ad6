package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What commands say of themselves. */
class HelpTest {
  @TempDir private Path temp;

  /** All commands of the host and their parts, by the words that are typed. */
  private static Map<String, CommandSpec> commands() {
    List<CommandLine> all = new ArrayList<>();
    collect(new CommandLineTool(TestingCommandLine.NOTHING).commands(), all);
    return all.stream()
        .map(CommandLine::getCommandSpec)
        .filter(command -> !command.usageMessage().hidden())
        .collect(Collectors.toMap(CommandSpec::qualifiedName, command -> command));
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(part -> collect(part, all));
  }

  @Test
  void everyCommandFlagAndParameterHasAText() {
    assertThat(commands())
        .hasSizeGreaterThan(10)
        .containsKeys("kiln txt2img", "kiln models random");
    commands()
        .forEach(
            (name, command) -> {
              assertThat(command.usageMessage().description()).as(name).isNotEmpty();
              for (OptionSpec flag : command.options()) {
                assertText(name + " " + flag.longestName(), flag.description());
              }
              for (PositionalParamSpec parameter : command.positionalParameters()) {
                assertText(name + " " + parameter.paramLabel(), parameter.description());
              }
            });
  }

  /** More than a default in parentheses. */
  private static void assertText(String of, String[] text) {
    assertThat(String.join(" ", text)).as(of).matches("(?s)[^(].*\\p{L}{2}.*");
  }

  @Test
  void everyFlagStandsUnderOneHeading() {
    commands()
        .forEach(
            (name, command) -> {
              List<OptionSpec> grouped =
                  GroupedFlags.of(command).values().stream().flatMap(List::stream).toList();
              assertThat(grouped).as(name).containsExactlyInAnyOrderElementsOf(command.options());
            });
  }

  @Test
  void theListOfCommandsIsWhatThereIs() {
    List<String> there =
        new ArrayList<>(
            commands().keySet().stream()
                .filter(name -> !name.equals("kiln"))
                .map(name -> name.substring("kiln ".length()))
                .toList());
    there.addAll(List.of("help", "warm-up"));
    assertThat(CommandLineTool.COMMANDS).containsExactlyInAnyOrderElementsOf(there);
  }

  @Test
  void headingsStandInOneOrder() throws IOException {
    String help = new TestingCommandLine(temp).run("img2img", "--help").out();
    assertThat(help)
        .containsSubsequence(
            "Result:",
            "Prompt:",
            "Model:",
            "Sampling:",
            "Seeds:",
            "Settings of samplers:",
            "Picture to begin with:",
            "Plugins:",
            "Every command:");
  }

  @Test
  void helpOfACommandIsWhatTheCommandSaysOfItself() throws IOException {
    TestingCommandLine line = new TestingCommandLine(temp);
    for (String command : List.of("txt2img", "plugins", "serve")) {
      assertThat(line.run("help", command)).isEqualTo(line.run(command, "--help"));
    }
    assertThat(line.run("help", "plugins", "enable"))
        .isEqualTo(line.run("plugins", "enable", "--help"));
    assertThat(line.run("help", "plugins", "enable").out())
        .startsWith("Usage: kiln plugins enable");
    assertThat(line.run("help")).isEqualTo(line.run("--help"));
    line.refused(
        line.run("help", "paint"),
        "unknown command \"paint\"; see kiln --help for those there are");
  }
}
