package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.util.List;

/** One run of a plugin's command. */
@ProvidedByHost
public interface CliCall {
  /** The parameters, as many as {@code @Command} allows. */
  List<String> parameters();

  /** Write a line of the result to stdout. */
  void print(String line);

  /** Write a line about the work to stderr. */
  void say(String line);
}
