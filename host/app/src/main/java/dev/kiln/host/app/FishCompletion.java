package dev.kiln.host.app;

import java.util.List;
import java.util.stream.Collectors;

/** A script for fish. Where it knows nothing, fish completes files. */
final class FishCompletion {
  private static final String SCRIPT =
      """
      # Completion of kiln for fish: name it kiln.fish in fish/completions of your configuration.
      function __kiln_at
          set -l command
          for word in (commandline -opc)
              if contains -- (string join ' ' -- $command $word) COMMANDS
                  set -a command $word
              end
          end
          test "$command" = "$argv[1]"
      end
      """;

  private FishCompletion() {}

  static String of(List<Completable> all) {
    String commands =
        all.stream()
            .map(Completable::command)
            .filter(command -> !command.isEmpty())
            .map(FishCompletion::quoted)
            .collect(Collectors.joining(" "));
    return SCRIPT.replace("COMMANDS", commands)
        + all.stream().map(FishCompletion::lines).collect(Collectors.joining());
  }

  private static String lines(Completable one) {
    String begin = "complete -c kiln -n " + quoted("__kiln_at " + quoted(one.command()));
    StringBuilder lines = new StringBuilder();
    one.words()
        .forEach(
            (word, meaning) ->
                lines
                    .append(begin)
                    .append(" -f -a ")
                    .append(quoted(quoted(word)))
                    .append(described(meaning)));
    one.flags().forEach(flag -> lines.append(begin).append(flag(flag)));
    return lines.toString();
  }

  private static String flag(Completable.Flag flag) {
    String names =
        flag.names().stream()
            .map(
                name ->
                    name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
            .collect(Collectors.joining());
    String values = flag.valued() ? " -r" : "";
    if (!flag.choices().isEmpty()) {
      values =
          " -x -a "
              + quoted(
                  flag.choices().stream()
                      .map(FishCompletion::quoted)
                      .collect(Collectors.joining(" ")));
    }
    return names + values + described(flag.text());
  }

  private static String described(String meaning) {
    return (meaning.isEmpty() ? "" : " -d " + quoted(meaning)) + "\n";
  }

  /** Only a backslash and the quote itself mean something within quotes. */
  private static String quoted(String text) {
    return "'" + ShellText.plain(text).replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
