package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** One run of a plugin's command. */
@ProvidedByHost
public interface CliCall {
  /** The parameters, as many as {@code @Command} allows. */
  List<String> parameters();

  /**
   * The flags bound to the record that the command declares as {@code @Command(options)}; those
   * that were not typed have their default.
   *
   * @throws dev.kiln.spi.BadRequest when a value does not fit
   */
  <T extends Record> T options(Class<T> type);

  /**
   * A file for the result; {@code -} for stdout, where nothing else may then be printed. Asked for
   * before the work begins, so that nothing is made that has no place.
   *
   * @throws dev.kiln.spi.BadRequest when it could not be written
   */
  CliOutput output(Path file);

  /** What is written to the command while it runs: stdin. It is not to be closed. */
  InputStream input();

  /** Write a line of the result to stdout. */
  void print(String line);

  /** Write a line about the work to stderr. */
  void say(String line);
}
