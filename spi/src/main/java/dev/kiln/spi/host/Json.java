package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON without a library in the jar. Objects are maps in the order of the text, arrays are lists,
 * the rest is {@code String}, {@code Number}, {@code Boolean} and null. Injected; safe from any
 * thread.
 */
@ProvidedByHost
public interface Json {
  /**
   * Read an object of at most 16 MB and 100 levels. {@code NaN} and {@code Infinity} are read, as
   * Python writes them.
   *
   * @param what the text is, to begin the message with: {@code "LoRA 'cape': its metadata"}
   * @throws dev.kiln.spi.BadRequest when it is too large, damaged or not an object; gives the line
   */
  Map<String, @Nullable Object> object(String what, String text);

  /**
   * Read a file as {@link #object(String, String)} reads a text, in UTF-8.
   *
   * @throws dev.kiln.spi.BadRequest also when the file is missing or cannot be read
   */
  Map<String, @Nullable Object> object(Path file);

  /**
   * Write a value on one line. A number that is not finite becomes {@code null}.
   *
   * @throws IllegalArgumentException when there is something else in it
   */
  String write(@Nullable Object value);
}
