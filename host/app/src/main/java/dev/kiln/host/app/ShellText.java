package dev.kiln.host.app;

import java.util.List;
import java.util.stream.Collectors;

/** Texts in scripts. They come from jars and folders, and may mean nothing to a shell. */
final class ShellText {
  private ShellText() {}

  /** For bash and zsh: within quotes, nothing means anything. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** On one line, without what steers a terminal. */
  static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  /** A pattern of all commands but kiln itself. */
  static String alternatives(List<Completable> all) {
    return all.stream()
        .map(Completable::command)
        .filter(command -> !command.isEmpty())
        .map(ShellText::quoted)
        .collect(Collectors.joining("|"));
  }

  /** A pattern of a command with the names of one of its flags. */
  static String alternatives(Completable command, Completable.Flag flag) {
    return flag.names().stream()
        .map(name -> quoted(command.command() + ":" + name))
        .collect(Collectors.joining("|"));
  }
}
