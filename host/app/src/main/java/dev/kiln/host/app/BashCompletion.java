package dev.kiln.host.app;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A script for bash, from version 3 on. Where it knows nothing, bash completes files. */
final class BashCompletion {
  private static final String SCRIPT =
      """
      # Completion of kiln for bash: source it, or name it kiln in bash-completion/completions.
      _kiln() {
        local cur=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD-1]}
        local command= next word words= flags= values= i
        # --flag=value is three words.
        if [[ $cur == = ]]; then cur=; elif [[ $flag == = ]]; then flag=${COMP_WORDS[COMP_CWORD-2]}; fi
        for ((i = 1; i < COMP_CWORD; i++)); do
          next=${command:+$command }${COMP_WORDS[i]}
          case $next in
            COMMANDS) command=$next ;;
          esac
        done
        case $command in
      WORDS
        esac
        case $command:$flag in
      VALUES
          *) ;;
        esac
        if [[ -n $values ]]; then words=$values; elif [[ $cur == -* ]]; then words=$flags; fi
        COMPREPLY=()
        while IFS= read -r word; do
          if [[ -n $word && $word == "$cur"* ]]; then COMPREPLY+=("$(printf %q "$word")"); fi
        done <<< "$words"
      }
      complete -o default -F _kiln kiln
      """;

  private BashCompletion() {}

  static String of(List<Completable> all) {
    return SCRIPT
        .replace("COMMANDS", ShellText.alternatives(all))
        .replace("WORDS\n", all.stream().map(BashCompletion::words).collect(Collectors.joining()))
        .replace(
            "VALUES\n", all.stream().map(BashCompletion::values).collect(Collectors.joining()));
  }

  private static String words(Completable one) {
    List<String> flags = one.flags().stream().flatMap(flag -> flag.names().stream()).toList();
    return "    %s) words=%s flags=%s ;;\n"
        .formatted(ShellText.quoted(one.command()), list(one.words().keySet()), list(flags));
  }

  private static String values(Completable one) {
    return one.flags().stream()
        .filter(flag -> !flag.choices().isEmpty())
        .map(
            flag ->
                "    %s) values=%s ;;\n"
                    .formatted(ShellText.alternatives(one, flag), list(flag.choices())))
        .collect(Collectors.joining());
  }

  /** A line each. */
  private static String list(Collection<String> words) {
    return ShellText.quoted(words.stream().map(ShellText::plain).collect(Collectors.joining("\n")));
  }
}
