package dev.kiln.host.app;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A script for zsh. Where it knows nothing, it completes files. */
final class ZshCompletion {
  private static final String SCRIPT =
      """
      #compdef kiln
      # Completion of kiln for zsh: name it _kiln in a folder of $fpath, or source it behind compinit.
      _kiln() {
        local command= next flag=${words[CURRENT-1]} i
        local -a flags parts values
        for ((i = 2; i < CURRENT; i++)); do
          next=${command:+$command }${words[i]}
          case $next in
            (COMMANDS) command=$next ;;
          esac
        done
        case $command in
      WORDS
        esac
        if [[ $PREFIX == --*=* ]]; then
          flag=${PREFIX%%=*}
          compset -P '*='
        fi
        case $command:$flag in
      VALUES
          (*) ;;
        esac
        if (( $#values )); then
          compadd -a values
        elif [[ $PREFIX == -* ]]; then
          _describe -o flag flags
        elif (( $#parts )); then
          _describe word parts || _files
        else
          _files
        fi
      }
      if [[ ${funcstack[1]} == _kiln ]]; then _kiln "$@"; else compdef _kiln kiln; fi
      """;

  private ZshCompletion() {}

  static String of(List<Completable> all) {
    return SCRIPT
        .replace("COMMANDS", ShellText.alternatives(all))
        .replace("WORDS\n", all.stream().map(ZshCompletion::words).collect(Collectors.joining()))
        .replace("VALUES\n", all.stream().map(ZshCompletion::values).collect(Collectors.joining()));
  }

  private static String words(Completable one) {
    Stream<String> flags =
        one.flags().stream()
            .flatMap(flag -> flag.names().stream().map(name -> described(name, flag.text())));
    Stream<String> parts =
        one.words().entrySet().stream().map(word -> described(word.getKey(), word.getValue()));
    return "    (%s)\n      flags=(%s)\n      parts=(%s)\n      ;;\n"
        .formatted(ShellText.quoted(one.command()), joined(flags), joined(parts));
  }

  private static String joined(Stream<String> items) {
    return items.collect(Collectors.joining(" "));
  }

  /** A colon parts a word from what it means. */
  private static String described(String word, String meaning) {
    String name = ShellText.plain(word).replace("\\", "\\\\").replace(":", "\\:");
    return ShellText.quoted(meaning.isEmpty() ? name : name + ":" + ShellText.plain(meaning));
  }

  private static String values(Completable one) {
    return one.flags().stream()
        .filter(flag -> !flag.choices().isEmpty())
        .map(flag -> Map.entry(ShellText.alternatives(one, flag), flag.choices().stream()))
        .map(
            it ->
                "    (%s) values=(%s) ;;\n"
                    .formatted(
                        it.getKey(),
                        joined(it.getValue().map(ShellText::plain).map(ShellText::quoted))))
        .collect(Collectors.joining());
  }
}
