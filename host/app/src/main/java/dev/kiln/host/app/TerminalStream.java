package dev.kiln.host.app;

import java.io.PrintStream;
import java.util.stream.Collectors;

/**
 * stdout or stderr whose lines cannot steer a terminal: names and texts out of strangers' files
 * stand in them. Control characters but tabs are written as {@code \x1b}, line ends too, lest a
 * text add a line of its own; what is not written as a line, such as the progress bar and colours
 * of help, passes as it is.
 */
final class TerminalStream extends PrintStream {
  private final PrintStream target;

  TerminalStream(PrintStream target) {
    super(target, true);
    this.target = target;
  }

  @Override
  public void println(String line) {
    target.println(shown(String.valueOf(line)));
  }

  @Override
  public void println(Object line) {
    println(String.valueOf(line));
  }

  /** In the target's own encoding. */
  @Override
  public void print(String text) {
    target.print(text);
  }

  /** Without what could steer a terminal. */
  static String shown(String text) {
    return text.codePoints()
        .mapToObj(
            point ->
                Character.isISOControl(point) && point != '\t'
                    ? "\\x%02x".formatted(point)
                    : Character.toString(point))
        .collect(Collectors.joining());
  }
}
